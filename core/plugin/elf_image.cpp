#include "core/plugin/elf_image.hpp"

#include <algorithm>
#include <bit>

namespace confab::core {
namespace {

#if defined(__x86_64__)
constexpr unsigned kMachine = EM_X86_64;
constexpr const char* kMachineName = "x86-64";
constexpr std::uint32_t kRelative = R_X86_64_RELATIVE;
constexpr std::uint32_t kSymbol = R_X86_64_64;
constexpr std::uint32_t kGlobal = R_X86_64_GLOB_DAT;
#elif defined(__aarch64__)
constexpr unsigned kMachine = EM_AARCH64;
constexpr const char* kMachineName = "AArch64";
constexpr std::uint32_t kRelative = R_AARCH64_RELATIVE;
constexpr std::uint32_t kSymbol = R_AARCH64_ABS64;
constexpr std::uint32_t kGlobal = R_AARCH64_GLOB_DAT;
#else
#error "Name the relocations of this machine here."
#endif
static_assert(std::endian::native == std::endian::little);

constexpr std::size_t kMostSections = 10'000;
constexpr std::size_t kMostSymbols = 1'000'000;

Error refusal(std::string why) {
    return Error(Errc::unsupported, std::move(why));
}

bool is_defined(const Elf64_Sym& symbol) {
    return symbol.st_shndx != SHN_UNDEF;
}

}  // namespace

std::string_view ElfImage::range(std::uint64_t offset, std::uint64_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) return {};
    return bytes_.substr(offset, size);
}

template <class T>
bool ElfImage::read(std::uint64_t offset, T& out) const {
    const std::string_view bytes = range(offset, sizeof(T));
    if (bytes.empty()) return false;
    std::memcpy(&out, bytes.data(), sizeof out);
    return true;
}

Result<ElfImage> ElfImage::parse(std::string_view bytes) {
    ElfImage image(bytes);
    Elf64_Ehdr header;
    if (!bytes.starts_with(ELFMAG)) return refusal("not a shared library");
    if (!image.read(0, header)) return refusal("cut short within its first header");
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
        return refusal("not a 64-bit little-endian library");
    if (header.e_type != ET_DYN) return refusal("a program or an object file, not a shared library");
    if (header.e_machine != kMachine)
        return refusal(std::string("made for another machine than ") + kMachineName);
    if (!image.read_segments(header)) return refusal("cut short within its program headers");
    if (!image.read_sections(header)) return refusal("cut short, or its section headers are damaged");
    return image;
}

bool ElfImage::read_segments(const Elf64_Ehdr& header) {
    for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
        Elf64_Phdr segment;
        if (header.e_phentsize < sizeof segment || !read(header.e_phoff + i * header.e_phentsize, segment))
            return false;
        if (segment.p_type == PT_LOAD)
            segments_.push_back({segment.p_vaddr, segment.p_offset, segment.p_filesz});
    }
    return true;
}

bool ElfImage::read_sections(const Elf64_Ehdr& header) {
    std::vector<Elf64_Shdr> sections(header.e_shnum);
    if (sections.size() > kMostSections || header.e_shentsize < sizeof(Elf64_Shdr)) return false;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (!read(header.e_shoff + i * header.e_shentsize, sections[i])) return false;
    }
    // Symbols first: a relocation may name one.
    for (const Elf64_Shdr& section : sections)
        if (section.sh_type == SHT_DYNSYM && section.sh_link < sections.size())
            read_symbols(section, sections[section.sh_link]);
    for (const Elf64_Shdr& section : sections)
        if (section.sh_type == SHT_RELA) read_relocations(section);
    return true;
}

void ElfImage::read_symbols(const Elf64_Shdr& section, const Elf64_Shdr& names) {
    names_ = range(names.sh_offset, names.sh_size);
    const std::string_view table = range(section.sh_offset, section.sh_size);
    symbols_.resize(std::min(table.size() / sizeof(Elf64_Sym), kMostSymbols));
    if (!symbols_.empty()) std::memcpy(symbols_.data(), table.data(), symbols_.size() * sizeof(Elf64_Sym));
}

// Words that a compact table (SHT_RELR) relocates have their value in place, as have those that nobody
// relocates: neither needs an entry.
void ElfImage::read_relocations(const Elf64_Shdr& section) {
    const std::string_view table = range(section.sh_offset, section.sh_size);
    for (std::size_t at = 0; at + sizeof(Elf64_Rela) <= table.size(); at += sizeof(Elf64_Rela)) {
        Elf64_Rela entry;
        std::memcpy(&entry, table.data() + at, sizeof entry);
        const std::uint32_t type = ELF64_R_TYPE(entry.r_info);
        const auto addend = static_cast<std::uint64_t>(entry.r_addend);
        if (type == kRelative) {
            relocated_[entry.r_offset] = addend;
        } else if (type == kSymbol || type == kGlobal) {
            const std::uint64_t index = ELF64_R_SYM(entry.r_info);
            const bool own = index < symbols_.size() && is_defined(symbols_[index]);
            relocated_[entry.r_offset] =
                own ? std::optional<std::uint64_t>(symbols_[index].st_value + addend) : std::nullopt;
        }
    }
}

std::string_view ElfImage::name_of(const Elf64_Sym& symbol) const {
    if (symbol.st_name >= names_.size()) return {};
    const std::string_view rest = names_.substr(symbol.st_name);
    const std::size_t end = rest.find('\0');
    return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

std::vector<std::string> ElfImage::symbols() const {
    std::vector<std::string> out;
    for (const Elf64_Sym& symbol : symbols_)
        if (is_defined(symbol)) out.emplace_back(name_of(symbol));
    return out;
}

std::vector<std::string> ElfImage::unique_symbols() const {
    std::vector<std::string> out;
    for (const Elf64_Sym& symbol : symbols_)
        if (is_defined(symbol) && ELF64_ST_BIND(symbol.st_info) == STB_GNU_UNIQUE)
            out.emplace_back(name_of(symbol));
    return out;
}

bool ElfImage::imports(std::string_view symbol) const {
    return std::any_of(symbols_.begin(), symbols_.end(), [&](const Elf64_Sym& entry) {
        return !is_defined(entry) && name_of(entry) == symbol;
    });
}

std::optional<std::uint64_t> ElfImage::address_of(std::string_view name) const {
    for (const Elf64_Sym& symbol : symbols_)
        if (is_defined(symbol) && name_of(symbol) == name) return symbol.st_value;
    return std::nullopt;
}

std::optional<std::string_view> ElfImage::bytes_at(std::uint64_t address, std::uint64_t size) const {
    for (const Segment& segment : segments_) {
        if (address < segment.address || address - segment.address >= segment.size) continue;
        const std::uint64_t within = address - segment.address;
        if (size > segment.size - within || segment.offset > bytes_.size()) return std::nullopt;
        const std::string_view bytes = range(segment.offset + within, size);
        if (bytes.size() != size) return std::nullopt;
        return bytes;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> ElfImage::pointer_at(std::uint64_t address) const {
    const auto relocated = relocated_.find(address);
    if (relocated != relocated_.end()) return relocated->second;
    return value_at<std::uint64_t>(address);
}

std::optional<std::string_view> ElfImage::text_at(std::uint64_t address, std::size_t most) const {
    for (const Segment& segment : segments_) {
        if (address < segment.address || address - segment.address >= segment.size) continue;
        const std::uint64_t within = address - segment.address;
        const std::optional<std::string_view> rest =
            bytes_at(address, std::min<std::uint64_t>(segment.size - within, most));
        if (!rest) return std::nullopt;
        const std::size_t end = rest->find('\0');
        if (end == std::string_view::npos) return std::nullopt;
        return rest->substr(0, end);
    }
    return std::nullopt;
}

}  // namespace confab::core
