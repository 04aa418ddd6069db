#pragma once
/// What a client can ask for: one function a command, one file a concern.

#include <map>
#include <string>
#include <string_view>

#include "network.hpp"
#include "wire.hpp"

namespace confab::irc_sandbox {

using Handler = void (*)(Network&, const ClientPtr&, const Request&);

class Command {
public:
    Handler run = nullptr;
    std::size_t least = 0;             ///< Arguments; fewer are answered with 461.
    bool before_registration = false;  ///< Else answered with 451.
};
using Commands = std::map<std::string, Command, std::less<>>;

void add_registration(Commands& commands);  ///< NICK USER PASS PING PONG QUIT MOTD LUSERS ISUPPORT
void add_cap(Commands& commands);           ///< CAP
void add_sasl(Commands& commands);          ///< AUTHENTICATE
void add_channels(Commands& commands);      ///< JOIN PART TOPIC KICK INVITE RENAME
void add_modes(Commands& commands);         ///< MODE
void add_messages(Commands& commands);      ///< PRIVMSG NOTICE TAGMSG REDACT
void add_multiline(Commands& commands);     ///< BATCH
void add_queries(Commands& commands);       ///< WHOIS NAMES LIST ISON USERHOST MONITOR
void add_who(Commands& commands);           ///< WHO
void add_presence(Commands& commands);      ///< AWAY SETNAME
void add_history(Commands& commands);       ///< CHATHISTORY MARKREAD

/// One request, with its label answered (IRCv3 labeled-response).
void execute(Network& network, const ClientPtr& client, const Request& request);

// registration.cpp
void complete_registration(Network& network, const ClientPtr& client);
void change_nick(Network& network, const ClientPtr& client, const std::string& nick);
/// Everybody is told; the socket stays open.
void quit(Network& network, const ClientPtr& client, const std::string& reason);
/// ERROR, and the end of the connection.
void close_link(Network& network, const ClientPtr& client, const std::string& reason);
/// 005, in a batch where that was negotiated (draft/extended-isupport).
void send_isupport(Network& network, Client& to, const std::vector<std::string>& lines);

// cap_commands.cpp
/// "+name", "+name=value" or "-name": changes what is on offer and tells who wants to know.
void change_capability(Network& network, std::string_view change);

// sasl_commands.cpp
/// Empty: logged out. Sends 900 or 901, and ACCOUNT to those who asked for account-notify.
void log_in(Network& network, const ClientPtr& client, const std::string& account);

// channel_commands.cpp
void join(Network& network, const ClientPtr& client, const std::string& channel);
void send_join(Network& network, const Channel& channel, const Client& who, Client& to,
               const std::string& batch = {});
void kick(Network& network, const ClientPtr& by, Channel& channel, const ClientPtr& victim,
          const std::string& reason);
void invite(Network& network, const ClientPtr& by, const std::string& nick, Channel& channel);
void rename_channel(Network& network, const Client& by, Channel& channel, const std::string& name,
                    const std::string& reason);

// query_commands.cpp
void send_names(Network& network, Client& to, const Channel& channel);

// message_commands.cpp
/// False when there is no such target. `parts` of more than one: a multiline message.
bool message(Network& network, const ClientPtr& from, const std::string& command, const std::string& target,
             std::vector<TextPart> parts, const std::string& client_tags = {});
/// Why `from` may not send there, answered; true: it may.
bool may_send(Network& network, const ClientPtr& from, const std::string& target);
/// The client tags that are passed on, without denied ones.
std::string passed_tags(const Network& network, const Client& from, const Request& request);

// multiline.cpp
/// True: the request belongs to an open batch and was taken by it.
bool take_into_batch(Network& network, const ClientPtr& client, const Request& request);

// presence.cpp
void change_host(Network& network, const ClientPtr& client, const std::string& user, const std::string& host);
void netsplit(Network& network, std::size_t count, const std::string& servers);
void netjoin(Network& network, const std::string& servers);

// history_commands.cpp
void play_back(Network& network, Client& to, const Channel& channel);
void send_marker(Network& network, Client& to, const std::string& target);

// services.cpp
bool is_service(std::string_view nick);
void ask_service(Network& network, const ClientPtr& from, const std::string& text);

}  // namespace confab::irc_sandbox
