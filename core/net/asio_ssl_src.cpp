// Asio's TLS part, compiled once; only this folder uses it, so it is not in libconfab.
#include <boost/asio/ssl/impl/src.hpp>
