#pragma once
/// Many requests, a few at a time.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <vector>

#include "confab/service/http_client.hpp"
#include "confab/service/logger.hpp"

namespace confab::core {

/// Sends all through `client`, at most `at_once` at a time; the outcomes are in the order of the requests.
Task<std::vector<Result<HttpResponse>>> send_in_bulk(boost::asio::any_io_executor executor, Logger& log,
                                                     HttpClient& client, std::vector<HttpRequest> requests,
                                                     std::function<void(const HttpBulkProgress&)> on_progress,
                                                     std::size_t at_once);

}  // namespace confab::core
