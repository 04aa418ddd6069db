#pragma once
/// One person on the server: behind a socket, or made up by the stand-in.

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "confab/service/clock.hpp"
#include "confab/service/stream.hpp"
#include "confab/task.hpp"

namespace confab::irc_sandbox {

class Channel;
class MultilineBatch;
class SaslExchange;

/// One line to a client: its tags without "@", and the rest.
class OutLine {
public:
    OutLine(std::string tags_in, std::string body_in) : tags(std::move(tags_in)), body(std::move(body_in)) {}
    std::string tags;
    std::string body;
};

/// Shared by the server and the two tasks of its socket; the last of them frees it.
class Client {
public:
    static constexpr const char* kHost = "sandbox.local";

    /// A person without a socket: present, but nothing is sent to it.
    Client(std::string nick_in, std::string account_in);
    Client(std::unique_ptr<Stream> stream, Clock& clock);
    ~Client();

    bool is_real() const { return stream_ != nullptr; }
    bool has(std::string_view capability) const { return caps.find(capability) != caps.end(); }
    /// nick!user@host
    std::string mask() const { return nick + "!" + user + "@" + host; }
    bool is_in(const Channel& channel) const;
    /// SHA-256 of its certificate, in hex; empty without one.
    std::string fingerprint() const { return stream_ ? stream_->peer_fingerprint() : ""; }

    /// Queues one line. A reader that does not read is cut off at `kMaxOutbox`.
    void send(OutLine line);
    /// Queues one line even while answers are gathered: it is none.
    void send_aside(OutLine line);
    /// Queues bytes as they are, for faults.
    void send_raw(std::string_view bytes);
    /// From now on, lines are kept as the answer to one labelled request.
    void gather() { gathering_ = true; }
    std::vector<OutLine> gathered();

    /// Closes once everything queued is written.
    void finish();
    /// Closes at once.
    void drop();
    bool is_closing() const { return closing_; }
    /// Stops answering, as a machine does whose power was cut.
    void freeze() { frozen_ = true; }
    bool is_frozen() const { return frozen_; }
    void write_bytewise(bool on) { bytewise_ = on; }
    /// Every line leaves `delay` later than it would.
    void lag(Duration delay) { lag_ = delay; }
    /// Lines leave at most one in `interval`.
    void slow_down(Duration interval) { interval_ = interval; }

    Stream& stream() { return *stream_; }
    bool has_unwritten() const { return !outbox_.empty(); }
    /// Writes what is due until the client is closed. True: `limit` passed with nothing to write.
    Task<bool> write_for(Duration limit);

    std::string nick;
    std::string user;
    std::string host = kHost;
    std::string real_name;
    std::string account;      ///< Empty: not logged in.
    std::string certificate;  ///< Staged: the account it counts as having a certificate of.
    std::string password;     ///< Of PASS.
    std::string away;
    bool is_secure = false;  ///< Came by TLS.
    bool is_bot = false;     ///< User mode of ISUPPORT BOT.
    std::set<std::string, std::less<>> caps;
    std::vector<Channel*> channels;   ///< In the order of joining.
    std::set<std::string> monitored;  ///< Folded nicks.
    bool negotiating = false;
    bool has_values = false;  ///< Negotiated with version 302.
    bool registered = false;
    std::unique_ptr<SaslExchange> sasl;
    std::string sasl_payload;
    std::unique_ptr<MultilineBatch> multiline;
    TimePoint last_heard{};
    bool pinged = false;
    double allowance = 20;  ///< Lines it may send at once.

private:
    static constexpr std::size_t kMaxOutbox = 4 << 20;

    class Chunk {
    public:
        TimePoint due{};
        std::string bytes;
    };

    void queue(std::string_view bytes);

    std::unique_ptr<Stream> stream_;
    Clock* clock_ = nullptr;  // none without a stream
    std::deque<Chunk> outbox_;
    std::size_t unwritten_ = 0;
    std::vector<OutLine> answers_;
    TimePoint last_due_{};
    Duration lag_{};
    Duration interval_{};
    Signal wake_;
    bool gathering_ = false;
    bool closing_ = false;
    bool dropped_ = false;
    bool frozen_ = false;
    bool bytewise_ = false;
};
using ClientPtr = std::shared_ptr<Client>;

}  // namespace confab::irc_sandbox
