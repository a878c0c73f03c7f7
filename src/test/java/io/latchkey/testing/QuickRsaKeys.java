package io.latchkey.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes RSA keys of tests from a few primes that each JVM finds once: no two keys are the same, and they are as valid as any
 * other, but two of them may share a prime, so they protect nothing. To look for the primes of each key anew was half of the
 * processor time of tests that install many tenants. The packaged jar makes its keys as the JDK does.
 */
public final class QuickRsaKeys {

    private static final String NAME = "QuickRsaKeys";

    private QuickRsaKeys() {}

    /** From now on this JVM makes its RSA keys so; of no effect when it does already. */
    public static void use() {
        Security.insertProviderAt(new OfTests(), 1);
    }

    private static final class OfTests extends Provider {

        private static final long serialVersionUID = 1L;

        OfTests() {
            super(NAME, "1", "RSA key pairs for tests");
            putService(new Service(this, "KeyPairGenerator", "RSA", Pairs.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Pairs();
                }
            });
        }
    }

    private static final class Pairs extends KeyPairGeneratorSpi {

        private int bits = 2048;
        private BigInteger exponent = RSAKeyGenParameterSpec.F4;

        @Override
        public void initialize(int size, SecureRandom random) {
            bits = size;
        }

        @Override
        public void initialize(AlgorithmParameterSpec wanted, SecureRandom random)
                throws InvalidAlgorithmParameterException {
            if (!(wanted instanceof RSAKeyGenParameterSpec spec)) {
                throw new InvalidAlgorithmParameterException("RSA keys have a size and an exponent: " + wanted);
            }
            bits = spec.getKeysize();
            exponent = spec.getPublicExponent();
        }

        @Override
        public KeyPair generateKeyPair() {
            return Primes.of(bits, exponent).nextPair(exponent);
        }
    }

    /** Primes of one length; each key takes two that no other key has taken together. */
    private static final class Primes {

        private static final Map<List<Object>, Primes> ALL = new HashMap<>();

        private final SecureRandom random = new SecureRandom();
        private final int bits;
        private final List<BigInteger> found = new ArrayList<>();
        private int first;
        private int second = 1;

        private Primes(int bits) {
            this.bits = bits;
        }

        static Primes of(int keySize, BigInteger exponent) {
            synchronized (ALL) {
                return ALL.computeIfAbsent(List.of(keySize, exponent), any -> new Primes(keySize / 2));
            }
        }

        synchronized KeyPair nextPair(BigInteger exponent) {
            while (found.size() <= second) {
                found.add(prime(exponent));
            }
            KeyPair pair = pair(found.get(second), found.get(first), exponent);
            first++;
            if (first == second) {
                first = 0;
                second++;
            }
            return pair;
        }

        /** With its two highest bits set, so that two of them make a modulus of the whole length. */
        private BigInteger prime(BigInteger exponent) {
            while (true) {
                BigInteger prime = new BigInteger(bits, random)
                        .setBit(bits - 1)
                        .setBit(bits - 2)
                        .nextProbablePrime();
                if (prime.bitLength() == bits
                        && prime.subtract(BigInteger.ONE).gcd(exponent).equals(BigInteger.ONE)) {
                    return prime;
                }
            }
        }

        private static KeyPair pair(BigInteger p, BigInteger q, BigInteger e) {
            BigInteger pLess = p.subtract(BigInteger.ONE);
            BigInteger qLess = q.subtract(BigInteger.ONE);
            BigInteger n = p.multiply(q);
            BigInteger d = e.modInverse(pLess.multiply(qLess));
            var secret = new RSAPrivateCrtKeySpec(n, e, d, p, q, d.mod(pLess), d.mod(qLess), q.modInverse(p));
            try {
                KeyFactory keys = KeyFactory.getInstance("RSA");
                return new KeyPair(keys.generatePublic(new RSAPublicKeySpec(n, e)), keys.generatePrivate(secret));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
