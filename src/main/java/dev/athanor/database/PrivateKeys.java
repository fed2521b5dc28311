package dev.athanor.database;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys as operators and OpenSSL write them. Java itself reads PKCS#8 only. */
final class PrivateKeys {
  /** {@code INTEGER 0}, then rsaEncryption with its NULL. */
  private static final byte[] RSA = hex("020100 300d 0609 2a864886f70d010101 0500");

  private static final byte[] VERSION = hex("020100");
  private static final byte[] EC_PUBLIC_KEY = hex("0607 2a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int EC_PARAMETERS = 0xa0;

  private PrivateKeys() {}

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** The first key of the file. */
  static PrivateKey read(Path file, Optional<Secret> password)
      throws IOException, GeneralSecurityException {
    for (var block : Pem.read(file)) {
      var key = read(block, password);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new GeneralSecurityException("holds no private key");
  }

  /** Certificates and EC PARAMETERS may stand before the key. */
  private static Optional<PrivateKey> read(Pem.Block block, Optional<Secret> password)
      throws IOException, GeneralSecurityException {
    return switch (block.label()) {
      case "PRIVATE KEY" -> Optional.of(key(block.bytes()));
      case "ENCRYPTED PRIVATE KEY" -> Optional.of(decrypted(block.bytes(), password));
      case "RSA PRIVATE KEY" ->
          Optional.of(key(der(SEQUENCE, RSA, der(OCTET_STRING, plain(block)))));
      case "EC PRIVATE KEY" -> Optional.of(key(ofSec1(plain(block))));
      // .pk8: bytes that may or may not be encrypted
      case "" ->
          Optional.of(
              password.isPresent() ? decrypted(block.bytes(), password) : key(block.bytes()));
      default -> Optional.empty();
    };
  }

  private static byte[] plain(Pem.Block block) throws GeneralSecurityException {
    if (block.encryptedByOpenSsl()) {
      throw new InvalidKeyException(
          "is encrypted in OpenSSL's old way: `openssl pkcs8 -topk8 -in OLD -out NEW` writes one"
              + " that can be read");
    }
    return block.bytes();
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    var spec = new PKCS8EncodedKeySpec(pkcs8);
    for (var algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // a key of another kind: the next algorithm may read it
      }
    }
    throw new InvalidKeyException("holds a key that is neither RSA nor EC nor Ed25519");
  }

  private static PrivateKey decrypted(byte[] encrypted, Optional<Secret> password)
      throws IOException, GeneralSecurityException {
    if (password.isEmpty()) {
      throw new InvalidKeyException("is encrypted: name the file of its password");
    }
    var info = new EncryptedPrivateKeyInfo(encrypted);
    // PBES2 is told apart by its parameters, whose text is the algorithm's name
    var parameters = info.getAlgParameters();
    var algorithm =
        info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
            ? String.valueOf(parameters)
            : info.getAlgName();
    var secret =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.get().value().toCharArray()));
    var cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
    try {
      return key(info.getKeySpec(cipher).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("cannot be decrypted with the password given for it", e);
    }
  }

  /** The curve stands inside SEC 1's key and beside PKCS#8's. */
  private static byte[] ofSec1(byte[] sec1) throws GeneralSecurityException, IOException {
    var curve = contents(children(sec1), EC_PARAMETERS);
    return der(SEQUENCE, VERSION, der(SEQUENCE, EC_PUBLIC_KEY, curve), der(OCTET_STRING, sec1));
  }

  private static byte[] children(byte[] der) throws InvalidKeyException {
    return contents(der, SEQUENCE);
  }

  /** What the first element with that tag holds. */
  private static byte[] contents(byte[] elements, int tag) throws InvalidKeyException {
    int at = 0;
    while (at + 1 < elements.length) {
      int found = elements[at] & 0xff;
      int length = elements[at + 1] & 0xff;
      int start = at + 2;
      if (length > 0x80) {
        int bytes = length - 0x80;
        length = 0;
        for (int i = 0; i < bytes && start < elements.length; i++) {
          length = (length << 8) | (elements[start++] & 0xff);
        }
      }
      if (length < 0 || start + length > elements.length) {
        break;
      }
      if (found == tag) {
        return Arrays.copyOfRange(elements, start, start + length);
      }
      at = start + length;
    }
    throw new InvalidKeyException("holds a key that does not name its curve");
  }

  private static byte[] der(int tag, byte[]... parts) throws IOException {
    var contents = new ByteArrayOutputStream();
    for (var part : parts) {
      contents.write(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    int length = contents.size();
    if (length < 0x80) {
      element.write(length);
    } else if (length < 0x100) {
      element.write(0x81);
      element.write(length);
    } else {
      // longer than 65,535 bytes is no key
      element.write(0x82);
      element.write(length >> 8);
      element.write(length);
    }
    contents.writeTo(element);
    return element.toByteArray();
  }
}
