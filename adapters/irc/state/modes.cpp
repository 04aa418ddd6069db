#include "state/modes.hpp"

namespace confab::irc {

std::vector<ModeChange> parse_modes(std::span<const std::string_view> params, const Isupport& isupport) {
    std::vector<ModeChange> changes;
    if (params.empty()) return changes;
    bool is_set = true;
    std::size_t next = 1;
    for (const char c : params.front()) {
        if (c == '+' || c == '-') {
            is_set = c == '+';
            continue;
        }
        ModeChange change{c, is_set, isupport.mode_kind(c), {}};
        const bool takes = change.kind == ModeKind::flag     ? false
                           : change.kind == ModeKind::on_set ? is_set
                                                             : true;
        if (takes && next < params.size()) change.argument = params[next++];
        // A list mode without an argument asks, and whom a prefix is for must be told.
        const bool is_void =
            change.argument.empty() && (change.kind == ModeKind::list || change.kind == ModeKind::member);
        if (!is_void) changes.push_back(change);
    }
    return changes;
}

}  // namespace confab::irc
