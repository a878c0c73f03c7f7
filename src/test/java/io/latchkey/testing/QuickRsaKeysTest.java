package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuickRsaKeysTest {

    @Test
    void makesValidKeysOfWhichNoTwoAreTheSame() throws Exception {
        QuickRsaKeys.use();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        assertThat(generator.getProvider().getName()).isEqualTo("QuickRsaKeys");
        Set<Object> moduli = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            KeyPair pair = generator.generateKeyPair();
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            assertThat(key.getModulus().bitLength()).isEqualTo(2048);
            assertThat(moduli.add(key.getModulus())).isTrue();
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update((byte) i);
            byte[] signed = signature.sign();
            signature.initVerify(key);
            signature.update((byte) i);
            assertThat(signature.verify(signed)).isTrue();
        }
    }
}
