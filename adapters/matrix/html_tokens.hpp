#pragma once
/// The lexical level of HTML: character references and tags. Used by html.cpp only.

#include <string>
#include <string_view>

namespace confab::matrix::html {

char lower(char c);
std::string lowered(std::string_view text);
bool is_space(char c);

/// Appends the character reference that starts at text[0] == '&' and returns its length; 0 when it is none.
std::size_t append_entity(std::string& out, std::string_view text);

std::string decode_entities(std::string_view text);

class Tag {
public:
    /// Decoded value of an attribute, or empty.
    std::string attribute(std::string_view wanted) const;
    bool has(std::string_view wanted) const;

    std::string name;  ///< Lower case.
    bool closing = false;
    std::string_view attributes;  ///< Raw, inside the input.

private:
    template <class F>
    void each(F use) const;
};

/// Reads the tag at html[0] == '<' and returns its length, or 0 when this is just a "<". Looks at no more
/// than 2 KiB.
std::size_t read_tag(std::string_view html, Tag& tag);

}  // namespace confab::matrix::html
