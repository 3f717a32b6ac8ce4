internal import CCurl

extension ConnectionError {
  /// Reads libcurl's answer, and `verification` (`CURLINFO_SSL_VERIFYRESULT`) where it is about a certificate.
  init(libcurl code: CURLcode, verification: Int) {
    let number = Int32(code.rawValue)
    if code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR {
      self = certificateFault(verification, number)
    } else {
      let (kind, message) = table[code.rawValue] ?? (.closed, "the line broke")
      self.init(kind, code: number, message)
    }
  }
}

private let table: [UInt32: (ConnectionError.Kind, String)] = [
  CURLE_URL_MALFORMAT.rawValue: (.configuration, "host name or port is not usable"),
  CURLE_UNSUPPORTED_PROTOCOL.rawValue: (.configuration, "libcurl lacks the protocol"),
  CURLE_COULDNT_RESOLVE_HOST.rawValue: (.name, "the host name has no address"),
  CURLE_COULDNT_CONNECT.rawValue: (.refused, "nobody answers at this host and port"),
  CURLE_WEIRD_SERVER_REPLY.rawValue: (.malformed, "the server does not speak the protocol"),
  CURLE_OPERATION_TIMEDOUT.rawValue: (.timeout, "no connection in time"),
  CURLE_SSL_CONNECT_ERROR.rawValue: (.tls, "the TLS handshake failed"),
  CURLE_ABORTED_BY_CALLBACK.rawValue: (.interrupted, "told to stop"),
  CURLE_USE_SSL_FAILED.rawValue: (.tls, "the server offers no TLS (STARTTLS); nothing was sent"),
  CURLE_SSL_CACERT_BADFILE.rawValue: (.configuration, "the CA file cannot be read"),
  CURLE_OUT_OF_MEMORY.rawValue: (.configuration, "out of memory"),
]

/// Reads OpenSSL's `X509_V_ERR_*`.
private func certificateFault(_ verification: Int, _ code: Int32) -> ConnectionError {
  switch verification {
  // libcurl compares the names itself and leaves 1 here when they differ.
  case 0, 1, 62:
    ConnectionError(.certificateName, code: code, "the certificate is for another host")
  case 9, 10:
    ConnectionError(
      .certificateExpired, code: code, "the certificate has expired or is not valid yet")
  case 18...21:
    ConnectionError(
      .certificate, code: code, "the certificate comes from an authority that is not trusted")
  default:
    ConnectionError(.certificate, code: code, "the certificate cannot be trusted (\(verification))")
  }
}
