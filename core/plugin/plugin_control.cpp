#include "core/plugin/plugin_control.hpp"

namespace confab::core {
namespace {

struct Outcome {
    Result<std::string> result{Error(Errc::cancelled, "the bot is being stopped")};
    Signal done;
};

Task<void> complete(Task<Result<std::string>> operation, std::shared_ptr<Outcome> outcome) {
    struct Notify {
        Signal& done;
        ~Notify() { done.notify(); }
    } notify{outcome->done};
    outcome->result = co_await std::move(operation);
}

Task<Result<std::string>> unload_from(Supervisor& supervisor, std::string id) {
    const Result<void> stopped = co_await supervisor.stop(id);
    if (!stopped) co_return stopped.error();
    co_return "`" + id + "` is stopped";
}

}  // namespace

Task<Result<std::string>> CorePluginControl::run(std::string what, std::string id,
                                                 Task<Result<std::string>> operation) {
    const auto outcome =
        std::make_shared<Outcome>();  // shared with the task, which outlives a caller that leaves
    const bool ends_caller = supervisor_.depends_on(caller_, id);
    core_.tasks().spawn(what + " " + id, complete(std::move(operation), outcome));
    if (ends_caller) co_return what + " of `" + id + "` has begun; the log tells how it ends";
    co_await outcome->done.wait();
    co_return outcome->result;
}

Task<Result<std::string>> CorePluginControl::load(std::string id) {
    return run("load", id, supervisor_.load(id));
}

Task<Result<std::string>> CorePluginControl::unload(std::string id) {
    return run("unload", id, unload_from(supervisor_, id));
}

Task<Result<std::string>> CorePluginControl::reload(std::string id) {
    return run("reload", id, supervisor_.reload(id));
}

}  // namespace confab::core
