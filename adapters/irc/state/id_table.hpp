#pragma once
/// An open hash table of 32-bit ids and nothing else: what an id stands for, and its hash, the owner knows.
/// Four bytes an entry and a third of it in reserve, which is what makes a million memberships affordable.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace confab::irc {

class IdTable {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    std::size_t size() const { return size_; }

    /// The id with this hash for which `is_it(id)`, or kNone.
    template <class IsIt>
    std::uint32_t find(std::uint32_t hash, IsIt is_it) const {
        if (slots_.empty()) return kNone;
        for (std::size_t at = home(hash); slots_[at] != kNone; at = after(at))
            if (is_it(slots_[at])) return slots_[at];
        return kNone;
    }

    /// The caller has made sure that it is not there yet. `hash_of(id)` for this and every other id in it.
    template <class HashOf>
    void insert(std::uint32_t id, HashOf hash_of) {
        if ((size_ + 1) * 4 > slots_.size() * 3) resize(slots_.size() + slots_.size() / 2 + 8, hash_of);
        place(id, hash_of(id));
        ++size_;
    }

    /// False when it was not there.
    template <class HashOf>
    bool erase(std::uint32_t id, HashOf hash_of) {
        if (slots_.empty()) return false;
        std::size_t hole = home(hash_of(id));
        while (slots_[hole] != id) {
            if (slots_[hole] == kNone) return false;
            hole = after(hole);
        }
        // What was pushed along by the id moves back, so that no tombstones pile up.
        for (std::size_t at = after(hole); slots_[at] != kNone; at = after(at)) {
            const std::size_t wanted = home(hash_of(slots_[at]));
            const bool may_stay =
                hole <= at ? (hole < wanted && wanted <= at) : (hole < wanted || wanted <= at);
            if (may_stay) continue;
            slots_[hole] = slots_[at];
            hole = at;
        }
        slots_[hole] = kNone;
        --size_;
        if (slots_.size() > 64 && size_ * 8 < slots_.size()) resize(slots_.size() / 4, hash_of);
        return true;
    }

    /// `visit(id)` until it returns false. The table must not change meanwhile.
    template <class Visit>
    void each(Visit visit) const {
        for (const std::uint32_t id : slots_)
            if (id != kNone && !visit(id)) return;
    }

    void clear() {
        slots_ = {};
        size_ = 0;
    }

private:
    std::size_t home(std::uint32_t hash) const {
        return static_cast<std::size_t>((std::uint64_t{hash} * slots_.size()) >> 32);
    }
    std::size_t after(std::size_t at) const { return at + 1 == slots_.size() ? 0 : at + 1; }
    void place(std::uint32_t id, std::uint32_t hash) {
        std::size_t at = home(hash);
        while (slots_[at] != kNone) at = after(at);
        slots_[at] = id;
    }
    template <class HashOf>
    void resize(std::size_t capacity, HashOf hash_of) {
        const std::vector<std::uint32_t> old = std::exchange(slots_, std::vector(capacity, kNone));
        for (const std::uint32_t id : old)
            if (id != kNone) place(id, hash_of(id));
    }

    std::vector<std::uint32_t> slots_;
    std::size_t size_ = 0;
};

}  // namespace confab::irc
