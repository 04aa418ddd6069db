// Asio, compiled once; the host and all plugins use this copy, so its identities (services, error categories,
// thread-local call stack) exist once in the process whatever is loaded or unloaded.
#include <boost/asio/impl/src.hpp>
