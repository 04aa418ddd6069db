#pragma once
/// Commands for irc_probe on standard input, a line each, read by a thread of its own.

#include <deque>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace confab::test {

class ProbeInput {
public:
    ProbeInput() {
        std::thread([lines = lines_] {
            lines->read();
        }).detach();  // ends with the process: it hangs in a read
    }

    std::optional<std::string> next() { return lines_->next(); }

private:
    class Lines {
    public:
        void read() {
            for (std::string line; std::getline(std::cin, line);) {
                const std::lock_guard lock(mutex_);
                waiting_.push_back(std::move(line));
            }
        }
        std::optional<std::string> next() {
            const std::lock_guard lock(mutex_);
            if (waiting_.empty()) return std::nullopt;
            std::string line = std::move(waiting_.front());
            waiting_.pop_front();
            return line;
        }

    private:
        std::mutex mutex_;
        std::deque<std::string> waiting_;
    };

    std::shared_ptr<Lines> lines_ = std::make_shared<Lines>();  // shared with the reading thread
};

/// Takes the next word off `rest`.
inline std::string next_word(std::string_view& rest) {
    const std::size_t space = rest.find(' ');
    std::string word(rest.substr(0, space));
    rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    return word;
}

/// `\n`, `\r`, `\0` and `\\` as one line of input writes them.
inline std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        switch (const char next = text[++i]) {
            case 'n':
                out += '\n';
                break;
            case 'r':
                out += '\r';
                break;
            case '0':
                out += '\0';
                break;
            default:
                out += next;
        }
    }
    return out;
}

/// One line of output holds one event, whatever its text.
inline std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\0')
            out += "\\0";
        else if (c == '\\')
            out += "\\\\";
        else
            out += c;
    }
    return out;
}

}  // namespace confab::test
