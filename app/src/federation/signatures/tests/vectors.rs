//! Signatures made by OpenSSL, of texts written by hand: nothing of ours has had a part in them.

pub(super) const BODY: &str = r#"{"type":"Follow","actor":"https://peer.example/users/lena"}"#;
/// Of the body, by sha256sum.
pub(super) const DIGEST: &str = "YmOiZGv5kNo5quAaWaZs5ClqOvhQmbClY9Xtw+1gucs=";
/// PKCS#8 in Base64. It has never belonged to anybody.
pub(super) const PRIVATE: &str = "\
     MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCj+x2s32PYhBFbemJnRPlCsirVw9cEp5nYCtgE4MBpG5wynqDX\
     Y5Vnl+iJzmwcCpSB88duS8sM3Bdf890qVIk/x82DXbuHpGU2GNFDTs44NSHoKtig9OhyvcPttcHAAAGfZsYTMnc32J0eGguyIWAv\
     g1/7F8vubvYt5cAL4BAFmaXII5RjikTqgHfnRdC9qEVKmgGqq8+uE3HGB/xyYoqb5yzEdkJN1ZI0HiELo3998sZPtLW/PDR1g6Vg\
     LSQH5mSNPL21bEv29QOyek/jeE/dgGRcsbVMPHLgKoZQGD4+MIKKJisi7+miLyuky8m7Yyui/GP83y5daIzJSrTVNGDvAgMBAAEC\
     ggEAA2JUz/MCQ/8hvpINgtUVEc/Me4Hhp5pv3doHcD5VKjYkKJVGe3t2I1+qsGFesMt1GiN2S6vrwlWuc8/8EfoRpQvSDXJ7Qsbd\
     QdsMQofXUKikDP8JXnT/cRLCft7f4z78yZXc45uIg1IImAzwjdoLep+K9QseLcsDcJoLtxMGMZ9cJS6XRbxQYs+AbuCg24vabX55\
     6pQIm6dhUPqrOAF+HgFd47mQnltj+wJF1xqO+tpo8CkYHtM4AVAhxNJergtIUUVFaHy0w0RLJCwmqnWcxkRPZD7u5Oh/EH1lF+ZZ\
     B23765mVepeHImYKwltT4lSOaWZXyPygQ0KiBWWrYV8G6QKBgQDd5Rnc5KFllCPVv244OubCONnTy9Hz5KakBHfdIvriWLfadahz\
     LlDpIecmgsrYiL/R/xaLvdsUxrhGYPmeN5nfXk2PmRN4bBjXtZcsh8CvsSALNmWcdi16bqeE0vQ7XVxIxqNzTdngtKEMmQVKSnCz\
     X3rGAe1Ral+VTulNYlp9JwKBgQC9L0XST8NHCeoSzLFRHpZcfD0GlbRAWmpBDcApZ08HF3bjj+yw8qhGkgZcyzUxnxkQB+2z6RZk\
     Aaw4G9nN2cUeBCP0hWAQ9/gDZNc+f7joBxKGSDYdODhtg+EoC8YMMe7AzGfrkSIzVyO3b1HbNi/wjxM7fiHMUHbKPBJT2b3q+QKB\
     gB9p1bV98JNu23vhM/tl61FHtx7S1hBPKIBD2axGzXnJ0Y1t5sEXp4C5uf2ruofZJD7YfBqgcCmK0H+2LuCFQpVqxlQz+Zuswf+X\
     x6UYOuEklELCGrSBzoJss+6L5uOYnf33kSA7v0Kej8Y2y5bu3vGl7L2nfC9wfcOnfkPkTqc1AoGACnMmBCvruWzOxSMRWE28OHeU\
     V1zFjBhybg14Y9EVCGs/Yep9RHji2qMOPunqkkcbd0s40gs59WQyQxcmvLweqz3HTqZfXBCWXnmfehBMAmUBnPE4K/0DAOmb8j5U\
     PjAz4+pmgxiNLxDNJEC94MHpe/wrL8oTy9lV9m3DBWatmuECgYEAyhzeCCa8Z5BQeBEL9KddZOzuMwhyt/00+52bE1+bEBJkqpsn\
     r5efkwBhvoKVQzoAdTfMRyiFwG07hW9AsIdcOGp7zEowtuU3oPI7S4bkaypH/6bZxmwqrxqjCndTqFeXULd9/A/DgQrhpBiaooJ6\
     C3hakjfbqAWpVCzPuVTeD/k=";
pub(super) const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAo/sdrN9j2IQRW3piZ0T5
QrIq1cPXBKeZ2ArYBODAaRucMp6g12OVZ5foic5sHAqUgfPHbkvLDNwXX/PdKlSJ
P8fNg127h6RlNhjRQ07OODUh6CrYoPTocr3D7bXBwAABn2bGEzJ3N9idHhoLsiFg
L4Nf+xfL7m72LeXAC+AQBZmlyCOUY4pE6oB350XQvahFSpoBqqvPrhNxxgf8cmKK
m+csxHZCTdWSNB4hC6N/ffLGT7S1vzw0dYOlYC0kB+ZkjTy9tWxL9vUDsnpP43hP
3YBkXLG1TDxy4CqGUBg+PjCCiiYrIu/poi8rpMvJu2Mrovxj/N8uXWiMyUq01TRg
7wIDAQAB
-----END PUBLIC KEY-----";
/// Of 1024 bits.
pub(super) const SMALL: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDp+yolfM9xbfGgm1O0unAC08sT
P6Gco/3khgso5PySsDcACzQiBweR9o2Q8tRcBQshSrk4HdJvb64E8o+Wn20jmzpP
evs/Kd4T9KMsZ0vt/5sYmPaJoKEJ11QqvNiKGarAZc3qfRwWErgw8hp+IZQkphpx
FR6rkHJtuKWQULiH1QIDAQAB
-----END PUBLIC KEY-----";
/// Of request target, host, date, digest and content type.
pub(super) const CAVAGE: &str = "\
     ZZNA5qMIsi2HIoFIf/XBWvWt8KLS7FqEqcpAcjmiESYhtCmrUxU1LdcHdLS2U8ccU2bWwIF6SfDYanWyMbWCy8it0PDdzbzTs6NL\
     gh9D63/fyYBvE7RW3JnEuBqox6mxMScKSQiS8YUXc9Z9UMhAnGncqLYlgoktxRgUylGEe/FO0sjc7aLI647rAzVaJTxdevzQs5uV\
     75f+D/b9zCDEIkPD/VNYGNcgWsf5lAmbPjCIhQ/AQVE1niaQJggyTBM3BPOHtyAJPIdtH6JNxGbm0pD0Wfkkaq23VH3Au0T/+cp+\
     xSJmXYtwrtcq8S2Pxaw8ZWXRGBDFby69j5pWmUuT/A==";
/// The same by the small key.
pub(super) const CAVAGE_SMALL: &str = "\
     kRLP5db1ZqoywVA2pHO/Oe3OL9trgozGZ2QSpQu3d1Ul0b6v+jMBEzX/wlKk2GhWHh/GFXjk6i2uA2PSlX7XsS3d1SJdNio2nu8N\
     F1Q/EqwViiMmgulTtr65bAk/t+IygVZU26QPnbFNasnFOz/okFVAWSP/Q/v+LSEO5j6DkDk=";
/// Of method, target URI and content digest, created at noon.
pub(super) const RFC9421: &str = "\
     WuSW0sGP6qHchOJuwhfbSBQArZLE4vTshakvlS7eSSFiAx6Wu42qapUlfQPPiJkC9HvkfCL3YLmwv+Fqz2hX1MMG6S9cd97Ktet3\
     ELUnd0spmL/IBLqaS9lHWY15aE1qCoQlzy8aSBqdTxvFtBw89ijGM9+sqHcko3/EktIs04CpArgICFFbztLQzBCq0cSUaJx5lW3Y\
     DOM4xOCs7Tyw41THd8Gei+uYzsjIgyW/vi/EFcz75CbVOXh3FJSTSfM6IPs6Ya3imZCXprHj+bQKDHTs1mvTFl7p2OA0WqOC/JyE\
     oREhLa/jkxVU64+02AidGkXXnuvJghakzgIlNSANCA==";
