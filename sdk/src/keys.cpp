// The key functions of all interfaces: their vtables and type information exist once, in this library.
#include "confab/adapter.hpp"
#include "confab/capability/application_commands.hpp"
#include "confab/capability/channel_details.hpp"
#include "confab/capability/choices.hpp"
#include "confab/capability/deleting.hpp"
#include "confab/capability/editing.hpp"
#include "confab/capability/history.hpp"
#include "confab/capability/reactions.hpp"
#include "confab/capability/typing.hpp"
#include "confab/plugin.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/command_catalogue.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/directory.hpp"
#include "confab/service/http_server.hpp"
#include "confab/service/language_model.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/people.hpp"
#include "confab/service/permissions.hpp"
#include "confab/service/plugin_control.hpp"
#include "confab/service/random.hpp"
#include "confab/service/sandbox.hpp"
#include "confab/service/scheduler.hpp"
#include "confab/service/settings.hpp"
#include "confab/service/sql.hpp"
#include "confab/service/storage.hpp"
#include "confab/service/straico_sandbox.hpp"
#include "confab/service/stream.hpp"
#include "confab/service/unicode.hpp"
#include "confab/service/websocket.hpp"

namespace confab::inline v1 {

Context::~Context() = default;
Plugin::~Plugin() = default;
Task<void> Plugin::stop() {
    co_return;
}
std::string Plugin::save_state() {
    return {};
}
void Plugin::load_state(json::Value) {}
Lease::~Lease() = default;
Replier::~Replier() = default;
AccountContext::~AccountContext() = default;
Account::~Account() = default;
ChannelId Account::direct_channel(const UserId&) const {
    return {};
}
std::optional<Mention> Account::user_named(std::string_view) const {
    return std::nullopt;
}
std::optional<ChannelId> Account::channel_named(std::string_view) const {
    return std::nullopt;
}
void* Account::capability(std::string_view) {
    return nullptr;
}
Adapter::~Adapter() = default;
Task<void> Adapter::start(Context& context) {
    context_ = &context;
    co_return;
}

ApplicationCommands::~ApplicationCommands() = default;
Choices::~Choices() = default;
Typing::~Typing() = default;
Editing::~Editing() = default;
Deleting::~Deleting() = default;
Reactions::~Reactions() = default;
History::~History() = default;
ChannelDetails::~ChannelDetails() = default;
Unicode::~Unicode() = default;

Logger::~Logger() = default;
Clock::~Clock() = default;
CommandCatalogue::~CommandCatalogue() = default;
Crypto::~Crypto() = default;
Directory::~Directory() = default;
HttpServer::~HttpServer() = default;
HttpServerHandle::~HttpServerHandle() = default;
LanguageModel::~LanguageModel() = default;
Metrics::~Metrics() = default;
People::~People() = default;
Permissions::~Permissions() = default;
PluginControl::~PluginControl() = default;
Random::~Random() = default;
Sandbox::~Sandbox() = default;
Scheduler::~Scheduler() = default;
Settings::~Settings() = default;
Sql::~Sql() = default;
SqlTransaction::~SqlTransaction() = default;
Storage::~Storage() = default;
StraicoSandbox::~StraicoSandbox() = default;
Stream::~Stream() = default;
std::string Stream::peer_fingerprint() const {
    return {};
}
Listener::~Listener() = default;
Transport::~Transport() = default;
WebSocket::~WebSocket() = default;
WebSocketClient::~WebSocketClient() = default;

std::string Random::token(std::size_t length) {
    static constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz012345";  // 32 letters: no modulo bias
    std::string out(length, '\0');
    fill(std::as_writable_bytes(std::span(out)));
    for (char& c : out) c = kAlphabet[static_cast<unsigned char>(c) & 31];
    return out;
}

}  // namespace confab::inline v1
