#pragma once
/// The one completion token of this folder: Asio operations as values, `auto [error, ...] = co_await
/// op(kAwait)`.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace confab::core {

inline constexpr boost::asio::as_tuple_t<boost::asio::use_awaitable_t<>> kAwait{boost::asio::use_awaitable};

}  // namespace confab::core
