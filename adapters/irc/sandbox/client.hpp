#pragma once
/// One person on the server: behind a socket, or made up by the stand-in.

#include <memory>
#include <set>
#include <string>

#include "confab/service/stream.hpp"
#include "confab/task.hpp"

namespace confab::irc_sandbox {

/// Shared by the server and the two tasks of its socket; the last of them frees it.
class Client {
public:
    /// A person without a socket: present, but nothing is sent to it.
    Client(std::string nick_in, std::string account_in);
    explicit Client(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}

    bool is_real() const { return stream_ != nullptr; }
    bool has(std::string_view capability) const { return caps.find(capability) != caps.end(); }
    /// nick!user@host
    std::string mask() const { return nick + "!" + user + "@" + host; }

    /// Queues one line. A reader that does not read is cut off at `kMaxOutbox`.
    void send(std::string_view line);
    /// Queues bytes as they are, for faults.
    void send_raw(std::string_view bytes);
    /// Closes once everything queued is written.
    void finish();
    /// Closes at once.
    void drop();
    bool is_closing() const { return closing_; }
    /// Stops answering, as a machine does whose power was cut.
    void freeze() { frozen_ = true; }
    bool is_frozen() const { return frozen_; }
    void write_bytewise(bool on) { bytewise_ = on; }

    Stream& stream() { return *stream_; }
    /// Writes what is queued until the client is closed. True: `limit` passed with nothing to write.
    Task<bool> write_for(Duration limit);

    std::string nick;
    std::string user;
    std::string host = "sandbox.local";
    std::string real_name;
    std::string account;  ///< Empty: not logged in.
    std::string away;
    std::set<std::string, std::less<>> caps;
    std::set<std::string> channels;   ///< Folded names.
    std::set<std::string> monitored;  ///< Folded nicks.
    bool negotiating = false;
    bool registered = false;
    bool sasl_running = false;
    std::string sasl_payload;
    TimePoint last_heard{};
    bool pinged = false;
    double allowance = 20;  ///< Lines it may send at once.

private:
    static constexpr std::size_t kMaxOutbox = 1 << 20;

    std::unique_ptr<Stream> stream_;
    std::string outbox_;
    Signal wake_;
    bool closing_ = false;
    bool frozen_ = false;
    bool bytewise_ = false;
};
using ClientPtr = std::shared_ptr<Client>;

}  // namespace confab::irc_sandbox
