#pragma once
/// System error codes in the SDK's words.

#include <boost/system/error_code.hpp>
#include <string>

#include "confab/result.hpp"

namespace confab::core {

/// refused, unreachable -> unavailable; end of stream, reset -> closed; operation aborted -> cancelled.
Error to_error(boost::system::error_code cause, std::string context);

/// True for an end that the peer meant (FIN, or TLS close_notify): only then is a message that lasts "until
/// the end" complete. A reset, or a TLS stream cut off without goodbye, is not one.
bool is_clean_end(const Error& error) noexcept;

}  // namespace confab::core
