#pragma once
/// Whose invitations are accepted.

#include <string>
#include <string_view>
#include <vector>

namespace confab::matrix {

/// True when `text` fits `pattern`, in which `*` stands for any number of characters.
bool glob_match(std::string_view pattern, std::string_view text);

/// An allow-list of user ids and globs ("@alice:example.org", "*:example.org").
class InvitePolicy {
public:
    explicit InvitePolicy(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}
    bool accepts(std::string_view inviter) const;

private:
    std::vector<std::string> allowed_;
};

}  // namespace confab::matrix
