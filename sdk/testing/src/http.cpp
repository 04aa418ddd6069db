#include "confab/testing/http.hpp"

#include <cstdlib>

#include "world.hpp"

namespace confab::inline v1::testing {
namespace {

std::filesystem::path beside(const std::string& file, const char* source) {
    return std::filesystem::path(source).parent_path() / file;
}

}  // namespace

Http& Http::respond(std::string method, Pattern url, HttpResponse response) {
    world_.web.respond(std::move(method), std::move(url), std::move(response));
    return *this;
}

Http& Http::respond(std::string method, Pattern url, int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return respond(std::move(method), std::move(url), std::move(response));
}

Http& Http::fail(std::string method, Pattern url, Error error) {
    world_.web.respond(std::move(method), std::move(url), std::move(error));
    return *this;
}

Http& Http::replay(std::string file, const char* source) {
    const char* const recording = std::getenv("CONFAB_RECORD");
    if (recording && std::string_view(recording) == "1") return record(std::move(file), source);
    const Result<void> loaded = world_.web.replay(beside(file, source));
    if (!loaded) world_.fail(source, 0, loaded.error().context());
    return *this;
}

Http& Http::record(std::string file, const char* source) {
    world_.web.record(beside(file, source));
    return *this;
}

std::vector<HttpRequest> Http::requests() const {
    return world_.web.requests();
}

}  // namespace confab::inline v1::testing
