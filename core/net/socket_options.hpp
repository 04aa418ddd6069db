#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "confab/task.hpp"

namespace confab::core {

/// No Nagle delay; a vanished peer is noticed within about a minute (keepalive 30 s, 3 probes 10 s apart) or,
/// with data in flight, within `user_timeout`. Without this the kernel keeps a dead connection for a quarter
/// of an hour.
void tune(boost::asio::ip::tcp::socket& socket, Duration user_timeout);

}  // namespace confab::core
