package dev.athanor.database;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Files between {@code -----BEGIN} and {@code -----END}, or what would stand there as bytes. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+(?:-(?!----)[^-]*+)*+)-----END \\1-----");

  private Pem() {}

  /**
   * One block.
   *
   * @param label {@code CERTIFICATE}, {@code PRIVATE KEY}, …; empty for a file of bytes
   * @param body what it holds, in base 64 and perhaps with header lines
   */
  record Block(String label, String body) {
    byte[] bytes() throws GeneralSecurityException {
      try {
        return Base64.getMimeDecoder().decode(body);
      } catch (IllegalArgumentException e) {
        throw new GeneralSecurityException("is not base 64 between BEGIN and END", e);
      }
    }

    /** OpenSSL's own encryption, older than PKCS#8's. */
    boolean encryptedByOpenSsl() {
      return body.contains("ENCRYPTED");
    }
  }

  static List<Block> read(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN ")) {
      return bytes.length == 0
          ? List.of()
          : List.of(new Block("", Base64.getEncoder().encodeToString(bytes)));
    }
    var blocks = new ArrayList<Block>();
    var found = BLOCK.matcher(text);
    while (found.find()) {
      blocks.add(new Block(found.group(1), found.group(2)));
    }
    return blocks;
  }

  /** Every certificate of the file, in its order. */
  static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var certificates = new ArrayList<X509Certificate>();
    for (var block : read(file)) {
      if (block.label().isEmpty() || block.label().endsWith("CERTIFICATE")) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
      }
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("holds no certificate");
    }
    return certificates;
  }
}
