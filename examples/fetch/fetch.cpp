// Asks the network and the AI provider through the services that all plugins share.
#include <confab/plugin.hpp>
#include <confab/service/http_client.hpp>
#include <confab/service/straico.hpp>

namespace {

using namespace confab;

class Fetch : public Plugin {
public:
    using Needs = Services<HttpClient, Straico>;

    Task<> start(Context& ctx) override {
        ctx.command("look <url>", "Tells what is behind a URL", [&ctx](Invocation& call) {
            return look(ctx.require<HttpClient>(), std::string(call.text("url")));
        });
        ctx.command("models [part=]", "Lists models of the AI provider", [&ctx](Invocation& call) {
            return models(ctx.require<Straico>(), std::string(call.text("part")));
        });
        co_return;
    }

private:
    static Task<Reply> look(HttpClient& http, std::string url) {
        HttpRequest request = HttpRequest::get(std::move(url));
        request.reach = HttpReach::public_internet;  // a user gave it: nothing inside our own network
        request.cache = HttpCache::allowed;
        request.timeout = Duration(10'000);
        const Result<HttpResponse> response = co_await http.send(std::move(request));
        if (!response) co_return "That did not work: " + std::string(to_string(response.error().code()));
        co_return "status " + std::to_string(response->status) + ", " +
            std::to_string(response->body.size()) + " bytes of " +
            std::string(response->headers.get("Content-Type"));
    }

    static Task<Reply> models(Straico& straico, std::string part) {
        const Result<std::vector<StraicoModel>> all = co_await straico.models();  // kept for five minutes
        if (!all) co_return "The AI provider does not answer.";
        std::string lines;
        for (const StraicoModel& model : *all)
            if (model.id.find(part) != std::string::npos && lines.size() < 1000) lines += model.id + "\n";
        co_return lines.empty() ? "No such model." : lines;
    }
};

}  // namespace

CONFAB_PLUGIN(Fetch)
