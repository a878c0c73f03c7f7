package io.latchkey.faults;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.function.Supplier;

/**
 * Signatures that cost nothing, while a cluster plays: the vendors in memory look at who signs and verify no signature, which
 * took a tenth of each run. How the product signs is tested where somebody verifies it.
 */
final class SwiftSignatures extends Provider {

    private static final long serialVersionUID = 1L;
    private static final SwiftSignatures PROVIDER = new SwiftSignatures();
    private static int playing;

    private SwiftSignatures() {
        super("simulated", "1", "signs without arithmetic");
        KeyPair pair = pair();
        putService(new Made("Signature", "SHA256withRSA", () -> new Signed(new byte[256])));
        // The numbers 1 and 1 in DER.
        putService(new Made("Signature", "SHA256withECDSA", () -> new Signed(new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1})));
        putService(new Made("KeyPairGenerator", "EC", () -> new Same(pair)));
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static synchronized void begin() {
        if (playing++ == 0) {
            Security.insertProviderAt(PROVIDER, 1);
        }
    }

    static synchronized void end() {
        if (--playing == 0) {
            Security.removeProvider(PROVIDER.getName());
        }
    }

    private final class Made extends Service {

        private final transient Supplier<Object> made;

        Made(String type, String algorithm, Supplier<Object> made) {
            super(SwiftSignatures.this, type, algorithm, SwiftSignatures.class.getName() + type, null, null);
            this.made = made;
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return made.get();
        }
    }

    private static final class Same extends KeyPairGeneratorSpi {

        private final KeyPair pair;

        Same(KeyPair pair) {
            this.pair = pair;
        }

        @Override
        public void initialize(int size, SecureRandom random) {}

        @Override
        public void initialize(AlgorithmParameterSpec curve, SecureRandom random) {}

        @Override
        public KeyPair generateKeyPair() {
            return pair;
        }
    }

    @SuppressWarnings("deprecation") // what is deprecated has to be there all the same
    private static final class Signed extends SignatureSpi {

        private final byte[] signature;

        Signed(byte[] signature) {
            this.signature = signature;
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            throw new UnsupportedOperationException("nothing is verified while a cluster plays");
        }

        @Override
        protected void engineInitSign(PrivateKey key) {}

        @Override
        protected void engineUpdate(byte one) {}

        @Override
        protected void engineUpdate(byte[] some, int from, int many) {}

        @Override
        protected byte[] engineSign() {
            return signature.clone();
        }

        @Override
        protected boolean engineVerify(byte[] given) {
            throw new UnsupportedOperationException("nothing is verified while a cluster plays");
        }

        @Override
        protected void engineSetParameter(String name, Object value) {}

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec parameters) {}

        @Override
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException(name);
        }
    }
}
