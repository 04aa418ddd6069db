#include "core/account/accounts.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/render/render.hpp"

namespace confab::core {

Accounts::Accounts(boost::asio::any_io_executor executor, Clock& clock, Dispatcher& dispatcher,
                   LogSystem& logs, Metrics& metrics, Random& random)
    : executor_(std::move(executor)),
      clock_(clock),
      dispatcher_(dispatcher),
      logs_(logs),
      random_(random),
      sent_(metrics.counter("confab_messages_sent_total")),
      failed_(metrics.counter("confab_messages_failed_total")) {}

void Accounts::open(Adapter& adapter, std::string platform, AccountId id, Options options,
                    std::string bot_name) {
    if (accounts_.contains(id)) throw std::logic_error("the account " + id.str() + " is open already");
    auto host = std::make_shared<AccountHost>(executor_, clock_, dispatcher_, logs_.logger(id.str()), id,
                                              std::move(options), std::move(bot_name));
    std::unique_ptr<Account> account = adapter.open(*host);
    host->run(std::move(account));
    accounts_.emplace(std::move(id), Entry{&adapter, std::move(platform), std::move(host)});
}

void Accounts::expect_end(const Adapter& adapter) {
    for (auto& [id, entry] : accounts_)
        if (entry.adapter == &adapter) entry.host->expect_end();
}

Task<std::vector<std::string>> Accounts::close(const Adapter& adapter, Duration limit) {
    std::vector<std::string> hanging;
    for (auto it = accounts_.begin(); it != accounts_.end();) {
        if (it->second.adapter != &adapter) {
            ++it;
            continue;
        }
        const std::shared_ptr<AccountHost> host = it->second.host;
        it = accounts_.erase(it);  // no new sends from here on
        const std::vector<std::string> names = co_await host->close(limit);
        hanging.insert(hanging.end(), names.begin(), names.end());
        it = accounts_.begin();  // the map may have changed meanwhile
    }
    co_return hanging;
}

std::shared_ptr<AccountHost> Accounts::find(const AccountId& id) const {
    const auto it = accounts_.find(id);
    return it == accounts_.end() ? nullptr : it->second.host;
}

Task<Result<Receipt>> Accounts::send(ChannelRef where, Message message) {
    return send_to(std::move(where), std::move(message), UserId());
}

Task<Result<Receipt>> Accounts::send_to(ChannelRef where, Message message, UserId user) {
    const std::shared_ptr<AccountHost> host = find(where.account);
    if (!host || !host->account())
        co_return Error(Errc::not_found, "no account `" + where.account.str() + "` is running");
    if (interceptors_ && interceptors_->before_sending(where, message) == Flow::halt)
        co_return Error(Errc::forbidden, "a plugin halted the message");
    Result<ChannelOrder::Turn> turn = co_await order_.enter(where);
    if (!turn) co_return turn.error();
    if (!host->account()) co_return Error(Errc::closed, "the account " + where.account.str() + " was closed");

    const LengthOf length_of = [&host](const Element& element) {
        return host->account()->encoded_length(element);
    };
    Rendered rendered = render(message, host->account()->profile(where.channel), length_of, cut_mark_);
    Receipt receipt;
    receipt.where = where;
    receipt.degraded = std::move(rendered.degraded);
    if (rendered.parts.empty())
        co_return Error(Errc::invalid_argument, "the message has nothing visible in it");
    further_.keep(where, std::move(user), std::move(rendered.further), clock_.now());
    const Result<void> sent = co_await send_parts(host, std::move(rendered.parts), receipt);
    if (!sent) co_return sent.error();
    co_return receipt;
}

Task<Result<void>> Accounts::send_parts(std::shared_ptr<AccountHost> host, std::vector<Message> parts,
                                        Receipt& receipt) {
    for (Message& part : parts) {
        OutgoingMessage outgoing(receipt.where.channel, std::move(part), random_.token(20));
        Result<MessageId> id = co_await host->send(std::move(outgoing));
        if (!id) {
            failed_.add();
            host->log().warn("message not sent", {{"channel", receipt.where.channel.str()},
                                                  {"reason", id.error().message()},
                                                  {"delivery", to_string(id.error().delivery())},
                                                  {"parts_sent", receipt.parts.size()}});
            co_return id.error();
        }
        sent_.add();
        receipt.parts.push_back(std::move(*id));
    }
    receipt.confirmed = std::none_of(receipt.parts.begin(), receipt.parts.end(),
                                     [](const MessageId& id) { return id.empty(); });
    co_return Result<void>();
}

Task<Result<Receipt>> Accounts::more(const MessageReceived& event) {
    const ChannelRef where = event.channel.ref;
    const std::shared_ptr<AccountHost> host = find(where.account);
    if (!host || !host->account())
        co_return Error(Errc::not_found, "no account `" + where.account.str() + "` is running");
    const UserId user = event.sender.id;
    Result<ChannelOrder::Turn> turn = co_await order_.enter(where);
    if (!turn) co_return turn.error();
    if (!host->account()) co_return Error(Errc::closed, "the account " + where.account.str() + " was closed");
    std::vector<Message> parts =
        further_.take(where, user, host->account()->profile(where.channel).max_parts, clock_.now());
    if (parts.empty()) co_return Error(Errc::not_found, "there is no more");
    Receipt receipt;
    receipt.where = where;
    const Result<void> sent = co_await send_parts(host, std::move(parts), receipt);
    if (!sent) co_return sent.error();
    co_return receipt;
}

Task<Result<Receipt>> Accounts::reply(const MessageReceived& event, Message message) {
    const std::shared_ptr<AccountHost> host = find(event.channel.ref.account);
    const bool is_open = host && host->account();
    const ChannelProfile profile =
        is_open ? host->account()->profile(event.channel.ref.channel) : ChannelProfile();
    const bool can_refer = profile.replies && !event.id.empty();
    if (can_refer) message.reply_to(event.id);
    const bool says_name = !can_refer || profile.names_in_replies;
    if (says_name && event.channel.kind != ChannelKind::direct && !message.is_action()) {
        Message addressed;
        addressed.append(Mention(event.sender.id, event.sender.name));
        addressed.append(Text(": "));
        for (const Element& element : message.elements()) addressed.append(element);
        if (can_refer) addressed.reply_to(event.id);
        message = std::move(addressed);
    }
    return send_to(event.channel.ref, std::move(message), event.sender.id);
}

std::optional<Mention> Accounts::user_named(const AccountId& account, std::string_view text) const {
    const std::shared_ptr<AccountHost> host = find(account);
    return host && host->account() ? host->account()->user_named(text) : std::nullopt;
}

std::optional<ChannelId> Accounts::channel_named(const AccountId& account, std::string_view text) const {
    const std::shared_ptr<AccountHost> host = find(account);
    return host && host->account() ? host->account()->channel_named(text) : std::nullopt;
}

std::string_view Accounts::platform_of(const AccountId& account) const {
    const auto it = accounts_.find(account);
    return it == accounts_.end() ? std::string_view() : std::string_view(it->second.platform);
}

void Accounts::spawn(const AccountId& account, std::string name, Task<void> task) {
    if (const std::shared_ptr<AccountHost> host = find(account))
        host->spawn(std::move(name), std::move(task));
}

void* Accounts::capability(const AccountId& account, const char* id) const {
    const std::shared_ptr<AccountHost> host = find(account);
    return host && host->account() ? host->account()->capability(id) : nullptr;
}

std::vector<NetworkInfo> Accounts::networks() const {
    std::vector<NetworkInfo> networks;
    for (const auto& [id, entry] : accounts_) {
        NetworkInfo info;
        info.account = id;
        info.platform = entry.platform;
        info.state = entry.host->state();
        info.reason = entry.host->reason();
        networks.push_back(std::move(info));
    }
    return networks;
}

}  // namespace confab::core
