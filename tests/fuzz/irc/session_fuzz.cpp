// Bytes of a hostile server, into everything that reads them: line buffer, parser, session, decoder; and what
// was decoded back out through the encoder. A line of "\x00n" lets n seconds pass.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/irc/encode.hpp"
#include "adapters/irc/session.hpp"
#include "adapters/irc/text.hpp"
#include "adapters/irc/wire/line_buffer.hpp"

namespace {

using namespace confab;
using namespace confab::irc;

void require(bool claim) {
    if (!claim) std::abort();
}

/// No hashes and no coding, so that arbitrary bytes get far.
class PlainCrypto final : public Crypto {
public:
    std::string sha256(std::string_view bytes) const override { return std::string(bytes); }
    std::string sha1(std::string_view bytes) const override { return std::string(bytes); }
    std::string hmac_sha256(std::string_view key, std::string_view) const override {
        return std::string(key);
    }
    std::string pbkdf2_sha256(std::string_view, std::string_view salt, unsigned) const override {
        return std::string(salt);
    }
    /// Letters only, as the real one.
    std::string base64(std::string_view bytes) const override {
        std::string out;
        for (const char c : bytes) {
            out += static_cast<char>('a' + (static_cast<unsigned char>(c) >> 4));
            out += static_cast<char>('a' + (static_cast<unsigned char>(c) & 15));
        }
        return out;
    }
    std::optional<std::string> from_base64(std::string_view text) const override { return std::string(text); }
};

SessionConfig config() {
    SessionConfig made;
    made.account = AccountId("fuzz");
    made.nick = "confab";
    made.alternates = {"confab2"};
    made.username = "confab";
    made.realname = "Confab bot";
    static const PlainCrypto crypto;
    made.sasl.crypto = &crypto;
    made.sasl.mechanisms = {"SCRAM-SHA-256", "PLAIN"};
    made.sasl.user = made.sasl.prepared_user = "confab";
    made.sasl.password = made.sasl.prepared_password = Secret("secret");
    made.sasl.nonce = "nonce";
    made.nickserv_password = Secret("secret");
    made.sasl_required = false;
    made.channels = {"#confab", "#secret key"};
    return made;
}

void check_line(std::string_view line) {
    require(line.size() <= kMaxBody);
    require(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
}

void check(const Session& session, const Actions& actions) {
    for (const Action& action : actions) {
        if (const Send* send = std::get_if<Send>(&action)) check_line(send->line);
        const Deliver* deliver = std::get_if<Deliver>(&action);
        const MessageReceived* message = deliver ? std::get_if<MessageReceived>(&deliver->event) : nullptr;
        if (!message) continue;
        require(is_valid_utf8(message->message.plain_text()));
        const std::string_view target = "#confab";
        const std::size_t room = room_for_text(kMaxBody, session.prefix_length(), target);
        for (const std::string& line : encode_message(message->message, target, room)) check_line(line);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Session session(config());
    LineBuffer buffer;
    Moment now;
    Actions actions;
    session.on_connected(now, actions);
    check(session, actions);
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    while (!rest.empty()) {
        // Chunks of an odd size, so that lines are split over reads.
        const std::string_view chunk = rest.substr(0, 61);
        rest.remove_prefix(chunk.size());
        buffer.push(chunk);
        while (const auto line = buffer.next()) {
            actions.clear();
            if (line->size() == 2 && line->front() == '\0') {
                now.mono += std::chrono::seconds(static_cast<unsigned char>(line->back()));
                session.on_timeout(now, actions);
            } else {
                session.on_line(*line, now, actions);
            }
            check(session, actions);
        }
    }
    return 0;
}
