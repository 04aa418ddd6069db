#pragma once
/// The web of a test: answers that the test gives, or that were recorded once from the real one.

#include <string>
#include <vector>

#include "confab/result.hpp"
#include "confab/service/http_message.hpp"
#include "confab/testing/pattern.hpp"

namespace confab::inline v1::testing {

class World;

/// What `HttpClient` answers in a test. No test reaches the network, unless it records. A request that
/// nothing answers fails with Errc::unavailable, and the chat's transcript names it.
class CONFAB_API Http {
public:
    explicit Http(World& world) : world_(world) {}

    /// Answers requests of that method and URL ("..." in it stands for anything). Several for the same are
    /// used one after another; the last one stays.
    Http& respond(std::string method, Pattern url, HttpResponse response);
    Http& respond(std::string method, Pattern url, int status, std::string body);
    /// Likewise with an error: `Error(Errc::timeout, "slow")`.
    Http& fail(std::string method, Pattern url, Error error);

    /// Answers from a cassette: a JSON file of requests and answers, relative to the folder of the test's
    /// source. With CONFAB_RECORD=1 in the environment the real web is asked instead, and the file written
    /// when the chat ends.
    Http& replay(std::string file, const char* source = __builtin_FILE());
    /// Asks the real web and writes the cassette, whatever the environment says. Headers of requests are
    /// never written, of answers only those without secrets; texts of secret options are masked.
    Http& record(std::string file, const char* source = __builtin_FILE());

    /// What was asked so far, in order.
    std::vector<HttpRequest> requests() const;

private:
    World& world_;
};

}  // namespace confab::inline v1::testing
