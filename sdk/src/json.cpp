// The one file that knows RapidJSON.
#define RAPIDJSON_HAS_STDSTRING 1
// Its SIMD code reads whole aligned blocks, also past the end of the text: harmless, but not to
// AddressSanitizer.
#if defined(__SSE2__) && !defined(CONFAB_EXACT_READS)
#define RAPIDJSON_SSE2
#endif
#include "confab/json.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace confab::inline v1::json {
namespace {

using Node = rapidjson::Value;
using Pool = rapidjson::MemoryPoolAllocator<>;

const Node* node(const void* p) {
    return static_cast<const Node*>(p);
}

// Passes parser events on to the document and stops at the depth limit. The iterative parser does not
// recurse, but whoever walks the tree afterwards would.
class DepthLimited {
public:
    explicit DepthLimited(rapidjson::Document& document) : document_(document) {}
    bool too_deep() const { return too_deep_; }
    /// Why it stopped, where RapidJSON 1.1 itself would not have.
    rapidjson::ParseErrorCode refusal() const { return refusal_; }

    bool Null() { return document_.Null(); }
    bool Bool(bool b) { return document_.Bool(b); }
    bool Int(int i) { return document_.Int(i); }
    bool Uint(unsigned i) { return document_.Uint(i); }
    bool Int64(std::int64_t i) { return document_.Int64(i); }
    bool Uint64(std::uint64_t i) { return document_.Uint64(i); }
    bool Double(double d) {
        // The parser judges by the exponent alone.
        return std::isfinite(d) ? document_.Double(d) : refuse(rapidjson::kParseErrorNumberTooBig);
    }
    bool RawNumber(const char* s, rapidjson::SizeType n, bool copy) {
        return document_.RawNumber(s, n, copy);
    }
    bool String(const char* s, rapidjson::SizeType n, bool copy) {
        return is_text(s, n) && document_.String(s, n, copy);
    }
    bool Key(const char* s, rapidjson::SizeType n, bool copy) {
        return is_text(s, n) && document_.Key(s, n, copy);
    }
    bool StartObject() { return deeper() && document_.StartObject(); }
    bool EndObject(rapidjson::SizeType n) {
        --depth_;
        return document_.EndObject(n);
    }
    bool StartArray() { return deeper() && document_.StartArray(); }
    bool EndArray(rapidjson::SizeType n) {
        --depth_;
        return document_.EndArray(n);
    }

private:
    bool deeper() {
        too_deep_ = ++depth_ > Document::kMaxDepth;
        return !too_deep_;
    }
    /// The parser takes "\ude00" without the first half of its pair, and writes what is not UTF-8.
    bool is_text(const char* s, std::size_t n) {
        const char* const end = s + n;
        while (n > 0 && (s = static_cast<const char*>(std::memchr(s, 0xED, n)))) {
            n = static_cast<std::size_t>(end - ++s);
            if (n > 0 && static_cast<unsigned char>(*s) >= 0xA0)
                return refuse(rapidjson::kParseErrorStringUnicodeSurrogateInvalid);
        }
        return true;
    }
    bool refuse(rapidjson::ParseErrorCode why) {
        refusal_ = why;
        return false;
    }

    rapidjson::Document& document_;
    unsigned depth_ = 0;
    bool too_deep_ = false;
    rapidjson::ParseErrorCode refusal_ = rapidjson::kParseErrorNone;
};

/// Where the text ends within a UTF-8 sequence, or npos: RapidJSON would take the rest of it from behind the
/// end.
std::size_t cut_sequence(std::string_view text) {
    for (std::size_t left = 1; left <= 3 && left <= text.size(); ++left) {
        const auto byte = static_cast<unsigned char>(text[text.size() - left]);
        const std::size_t length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        if (length > left) return text.size() - left;
    }
    return text.npos;
}

}  // namespace

bool Value::is_null() const noexcept {
    return !node_ || node(node_)->IsNull();
}
bool Value::is_bool() const noexcept {
    return node_ && node(node_)->IsBool();
}
bool Value::is_number() const noexcept {
    return node_ && node(node_)->IsNumber();
}
bool Value::is_integer() const noexcept {
    return node_ && node(node_)->IsInt64();
}
bool Value::is_string() const noexcept {
    return node_ && node(node_)->IsString();
}
bool Value::is_array() const noexcept {
    return node_ && node(node_)->IsArray();
}
bool Value::is_object() const noexcept {
    return node_ && node(node_)->IsObject();
}

bool Value::boolean(bool fallback) const noexcept {
    return is_bool() ? node(node_)->GetBool() : fallback;
}

std::int64_t Value::integer(std::int64_t fallback) const noexcept {
    if (is_integer()) return node(node_)->GetInt64();
    if (!is_number()) return fallback;
    const double d = node(node_)->GetDouble();
    return d >= -9.2e18 && d <= 9.2e18 ? static_cast<std::int64_t>(d) : fallback;
}

double Value::number(double fallback) const noexcept {
    return is_number() ? node(node_)->GetDouble() : fallback;
}

std::string_view Value::string(std::string_view fallback) const noexcept {
    if (!is_string()) return fallback;
    return {node(node_)->GetString(), node(node_)->GetStringLength()};
}

Value Value::operator[](std::string_view key) const noexcept {
    if (!is_object()) return {};
    const Node wanted(rapidjson::StringRef(key.data() ? key.data() : "", key.size()));
    const auto it = node(node_)->FindMember(wanted);
    return it == node(node_)->MemberEnd() ? Value() : Value(&it->value);
}

Value Value::at(std::size_t index) const noexcept {
    if (!is_array() || index >= node(node_)->Size()) return {};
    return Value(node(node_)->Begin() + index);
}

std::size_t Value::size() const noexcept {
    if (is_array()) return node(node_)->Size();
    return is_object() ? node(node_)->MemberCount() : 0;
}

Value::Items Value::items() const noexcept {
    if (!is_array()) return Items(nullptr, nullptr);
    return Items(node(node_)->Begin(), node(node_)->End());
}

Value::Items::Iterator& Value::Items::Iterator::operator++() noexcept {
    at_ = node(at_) + 1;
    return *this;
}

std::string_view Value::key_at(std::size_t index) const noexcept {
    const Node& name = (node(node_)->MemberBegin() + static_cast<std::ptrdiff_t>(index))->name;
    return {name.GetString(), name.GetStringLength()};
}

Value Value::value_at(std::size_t index) const noexcept {
    return Value(&(node(node_)->MemberBegin() + static_cast<std::ptrdiff_t>(index))->value);
}

std::string Value::dump() const {
    Writer writer;
    writer.value(*this);
    return std::move(writer).str();
}

struct Document::State {
    explicit State(std::string text_in)
        : text(std::move(text_in)),
          pool(std::clamp<std::size_t>(text.size(), 1024, 64 * 1024)),
          document(&pool) {}
    std::string text;  // parsed in place: strings of the tree point into it
    Pool pool;
    rapidjson::Document document;
};

Document::Document(std::unique_ptr<State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Value Document::root() const noexcept {
    return Value(static_cast<const Node*>(&state_->document));
}

Result<Document> Document::parse(std::string text) {
    const auto where = [](std::size_t offset) {
        return " at byte " + std::to_string(offset);
    };
    if (const std::size_t cut = cut_sequence(text); cut != text.npos)
        return Error(Errc::protocol, "JSON: invalid encoding" + where(cut));
    auto state = std::make_unique<State>(std::move(text));
    rapidjson::InsituStringStream stream(state->text.data());
    rapidjson::Reader reader;
    DepthLimited handler(state->document);
    constexpr unsigned kFlags =
        rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    const auto generate = [&](rapidjson::Document&) {
        return !reader.Parse<kFlags>(stream, handler).IsError();
    };
    state->document.Populate(generate);
    if (reader.HasParseError()) {
        const auto code =
            handler.refusal() != rapidjson::kParseErrorNone ? handler.refusal() : reader.GetParseErrorCode();
        const std::string why = handler.too_deep()
                                    ? "more than " + std::to_string(kMaxDepth) + " levels of nesting"
                                    : std::string(rapidjson::GetParseError_En(code));
        return Error(Errc::protocol, "JSON: " + why + where(reader.GetErrorOffset()));
    }
    // A NUL ends RapidJSON's stream; what follows it must not pass unseen.
    if (stream.Tell() < state->text.size())
        return Error(Errc::protocol, "JSON: NUL byte" + where(stream.Tell()));
    return Document(std::move(state));
}

}  // namespace confab::inline v1::json
