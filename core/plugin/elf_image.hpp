#pragma once
/// A shared library as bytes: what the dynamic linker would see in it, without running any of it. Every read
/// is checked, since the bytes may be anybody's.

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "confab/result.hpp"

namespace confab::core {

/// ELF64 of this machine. Views into the bytes: they must outlive it. Addresses are those of the file, as if
/// it were loaded at 0.
class ElfImage {
public:
    /// Errors: unsupported, with what is wrong.
    static Result<ElfImage> parse(std::string_view bytes);

    /// Names of the defined dynamic symbols.
    std::vector<std::string> symbols() const;
    /// Names of the defined symbols that the whole process shares (STB_GNU_UNIQUE): they pin the library.
    std::vector<std::string> unique_symbols() const;
    /// It uses a symbol of this name that it does not define.
    bool imports(std::string_view symbol) const;
    std::optional<std::uint64_t> address_of(std::string_view symbol) const;

    /// What is at an address once the file's own relocations are applied; nullopt outside of it, and for what
    /// would point into another library.
    std::optional<std::uint64_t> pointer_at(std::uint64_t address) const;
    template <class T>
    std::optional<T> value_at(std::uint64_t address) const {
        const std::optional<std::string_view> bytes = bytes_at(address, sizeof(T));
        if (!bytes) return std::nullopt;
        T value;
        std::memcpy(&value, bytes->data(), sizeof value);
        return value;
    }
    /// Up to the zero at its end, which must come within `most` bytes.
    std::optional<std::string_view> text_at(std::uint64_t address, std::size_t most) const;

private:
    struct Segment {
        std::uint64_t address, offset, size;
    };
    explicit ElfImage(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    bool read(std::uint64_t offset, T& out) const;
    std::string_view range(std::uint64_t offset, std::uint64_t size) const;  // empty outside
    std::optional<std::string_view> bytes_at(std::uint64_t address, std::uint64_t size) const;
    bool read_segments(const Elf64_Ehdr& header);
    bool read_sections(const Elf64_Ehdr& header);
    void read_symbols(const Elf64_Shdr& section, const Elf64_Shdr& names);
    void read_relocations(const Elf64_Shdr& section);
    std::string_view name_of(const Elf64_Sym& symbol) const;

    std::string_view bytes_;
    std::string_view names_;
    std::vector<Segment> segments_;
    std::vector<Elf64_Sym> symbols_;
    // Where a word is relocated: its value, or nullopt when another library decides it.
    std::unordered_map<std::uint64_t, std::optional<std::uint64_t>> relocated_;
};

}  // namespace confab::core
