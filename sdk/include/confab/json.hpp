#pragma once
/// JSON, fast and bounded. A `Document` owns the parsed text; a `Value` is an 8-byte read-only view into it,
/// valid as long as the document lives. Missing members and wrong types read as null, empty or the fallback,
/// so network input never throws; use `is_*` where the difference matters.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "confab/abi.hpp"
#include "confab/result.hpp"

namespace confab::inline v1::json {

class CONFAB_API Value {
public:
    Value() = default;  ///< null

    bool is_null() const noexcept;
    bool is_bool() const noexcept;
    bool is_number() const noexcept;
    bool is_integer() const noexcept;  ///< Fits in int64.
    bool is_string() const noexcept;
    bool is_array() const noexcept;
    bool is_object() const noexcept;
    explicit operator bool() const noexcept { return !is_null(); }

    bool boolean(bool fallback = false) const noexcept;
    std::int64_t integer(std::int64_t fallback = 0) const noexcept;
    double number(double fallback = 0) const noexcept;
    std::string_view string(std::string_view fallback = {}) const noexcept;

    /// Member of an object, or null. Linear in the number of members.
    Value operator[](std::string_view key) const noexcept;
    /// Element of an array, or null.
    Value at(std::size_t index) const noexcept;
    /// Elements of an array or members of an object; 0 for anything else.
    std::size_t size() const noexcept;
    bool has(std::string_view key) const noexcept { return !(*this)[key].is_null(); }

    /// Iterates an array: `for (json::Value item : value.items())`; empty for anything else.
    class CONFAB_API Items {
    public:
        class CONFAB_API Iterator {
        public:
            explicit Iterator(const void* at) : at_(at) {}
            Value operator*() const noexcept { return Value(at_); }
            Iterator& operator++() noexcept;
            bool operator==(const Iterator&) const = default;

        private:
            const void* at_;
        };
        Items(const void* first, const void* last) : first_(first), last_(last) {}
        Iterator begin() const noexcept { return Iterator(first_); }
        Iterator end() const noexcept { return Iterator(last_); }

    private:
        const void* first_;
        const void* last_;
    };
    Items items() const noexcept;

    /// Member `index` of an object in document order, as key and value. `index` must be below `size()`.
    std::string_view key_at(std::size_t index) const noexcept;
    Value value_at(std::size_t index) const noexcept;

    /// Compact text of this value.
    std::string dump() const;

private:
    friend class Document;
    explicit Value(const void* node) : node_(node) {}
    const void* node_ = nullptr;
};

class CONFAB_API Document {
public:
    /// Parses `text` in place (it is moved into the document). Errors: `Errc::protocol` with the byte offset;
    /// more than `kMaxDepth` levels of nesting; invalid UTF-8. Recursion is bounded whatever the input.
    static Result<Document> parse(std::string text);
    static constexpr unsigned kMaxDepth = 64;

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    Value root() const noexcept;
    Value operator[](std::string_view key) const noexcept { return root()[key]; }

private:
    struct State;
    explicit Document(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Writes compact JSON into a string. Strings are escaped; invalid UTF-8 is replaced by U+FFFD.
class CONFAB_API Writer {
public:
    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view name);

    Writer& value(std::string_view text);
    Writer& value(const char* text) { return value(std::string_view(text)); }
    Writer& value(const std::string& text) { return value(std::string_view(text)); }
    Writer& value(bool flag);
    Writer& value(std::int64_t number);
    Writer& value(int number) { return value(static_cast<std::int64_t>(number)); }
    Writer& value(unsigned number) { return value(static_cast<std::int64_t>(number)); }
    Writer& value(std::uint64_t number);
    Writer& value(double number);
    Writer& value(Value copy);  ///< A whole value from a document.
    Writer& null();
    Writer& raw(std::string_view json);  ///< Already valid JSON.

    template <class T>
    Writer& field(std::string_view name, const T& content) {
        return key(name).value(content);
    }

    const std::string& str() const& { return out_; }
    std::string str() && { return std::move(out_); }

private:
    void separate();
    std::string out_;
};

}  // namespace confab::inline v1::json
