#include "core/plugin/descriptor_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <stdexcept>

#include "core/plugin/elf_image.hpp"
#include "core/plugin/gates.hpp"

namespace confab::core {
namespace {

constexpr std::string_view kHostFingerprint = CONFAB_DETAIL_TEXT(CONFAB_DETAIL_FINGERPRINT);
constexpr std::size_t kLargestFile = 256 * 1024 * 1024;
constexpr std::size_t kLongestText = 64 * 1024;
constexpr std::size_t kMostEntries = 1'000;

// Thrown within this file only: the first thing that cannot be read ends the reading.
class Unreadable : public std::runtime_error {
public:
    explicit Unreadable(const std::string& what) : std::runtime_error(what) {}
};

bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

// Reads one descriptor out of an image.
class Reader {
public:
    explicit Reader(const ElfImage& image, std::uint64_t descriptor) : image_(image), at_(descriptor) {}

    PluginDescription run() {
        check();
        PluginDescription out;
        out.fingerprint = text(field(offsetof(PluginDescriptor, fingerprint)), "fingerprint");
        out.id = text(field(offsetof(PluginDescriptor, id)), "id");
        out.version = text(field(offsetof(PluginDescriptor, version)), "version");
        if (const std::uint64_t platform = field(offsetof(PluginDescriptor, platform)))
            out.platform = text(platform, "platform");
        out.needs = ids(field(offsetof(PluginDescriptor, needs)), "needs");
        out.offers = ids(field(offsetof(PluginDescriptor, offers)), "offers");
        out.options = options(field(offsetof(PluginDescriptor, options)),
                              number(offsetof(PluginDescriptor, option_count)), "options");
        out.network_options =
            options(field(offsetof(PluginDescriptor, network_options)),
                    number(offsetof(PluginDescriptor, network_option_count)), "network options");
        out.settings = options(field(offsetof(PluginDescriptor, settings)),
                               number(offsetof(PluginDescriptor, setting_count)), "settings");
        return out;
    }

private:
    void check() {
        if (number(offsetof(PluginDescriptor, magic)) != kDescriptorMagic)
            throw Unreadable("its descriptor is damaged");
        const std::uint32_t version = number(offsetof(PluginDescriptor, api_version));
        if (version != kApiVersion)
            throw Unreadable("built for API version " + std::to_string(version) + ", this host has " +
                             std::to_string(kApiVersion));
        const std::uint32_t size = number(offsetof(PluginDescriptor, size));
        if (size < sizeof(PluginDescriptor))
            throw Unreadable("its descriptor has " + std::to_string(size) + " bytes, expected at least " +
                             std::to_string(sizeof(PluginDescriptor)));
    }

    std::uint32_t number(std::size_t offset) const {
        const auto value = image_.value_at<std::uint32_t>(at_ + offset);
        if (!value) throw Unreadable("its descriptor is cut short");
        return *value;
    }
    std::uint64_t field(std::size_t offset) const { return pointer(at_ + offset, "its descriptor"); }
    std::uint64_t pointer(std::uint64_t address, const std::string& what) const {
        const auto value = image_.pointer_at(address);
        if (!value) throw Unreadable(what + " points out of the file");
        return *value;
    }

    std::string text(std::uint64_t address, const std::string& what) const {
        const auto found = image_.text_at(address, kLongestText);
        if (!found) throw Unreadable("the text of its " + what + " is not in the file");
        // It is shown on terminals.
        if (std::any_of(found->begin(), found->end(), is_control))
            throw Unreadable("the text of its " + what + " has control characters in it");
        return std::string(*found);
    }

    std::vector<std::string> ids(std::uint64_t list, const std::string& what) const {
        std::vector<std::string> out;
        for (;;) {
            const std::uint64_t id = pointer(list + out.size() * sizeof(char*), "the list of its " + what);
            if (id == 0) return out;
            if (out.size() == kMostEntries) throw Unreadable("the list of its " + what + " has no end");
            out.push_back(text(id, what));
        }
    }

    std::vector<DescribedOption> options(std::uint64_t list, std::size_t count,
                                         const std::string& what) const {
        if (count > kMostEntries) throw Unreadable("it claims " + std::to_string(count) + " " + what);
        std::vector<DescribedOption> out;
        for (std::size_t i = 0; i < count; ++i) out.push_back(option(list + i * sizeof(OptionSpec), what));
        return out;
    }

    DescribedOption option(std::uint64_t spec, const std::string& what) const {
        DescribedOption out;
        out.key = text(pointer(spec + offsetof(OptionSpec, key), what), what);
        const auto type = image_.value_at<std::uint32_t>(spec + offsetof(OptionSpec, type));
        if (!type || *type > static_cast<std::uint32_t>(OptionType::secret))
            throw Unreadable("the type of `" + out.key + "` among its " + what + " is none");
        out.type = static_cast<OptionType>(*type);
        if (const std::uint64_t fallback = pointer(spec + offsetof(OptionSpec, fallback), what))
            out.fallback = text(fallback, what);
        out.help = text(pointer(spec + offsetof(OptionSpec, help), what), what);
        const auto required = image_.value_at<std::uint8_t>(spec + offsetof(OptionSpec, required));
        if (!required) throw Unreadable("its " + what + " are cut short");
        out.required = *required != 0;
        return out;
    }

    const ElfImage& image_;
    std::uint64_t at_;
};

}  // namespace

Result<PluginDescription> read_description(std::string_view bytes, const std::string& name) {
    const auto refuse = [&](const std::string& why) {
        return Error(Errc::unsupported, name + ": " + why);
    };
    const Result<ElfImage> image = ElfImage::parse(bytes);
    if (!image) return refuse(image.error().context() + "; build it again with confab_add_plugin()");
    const std::string fingerprint = check_fingerprint(image->symbols(), kHostFingerprint);
    if (!fingerprint.empty()) return refuse(fingerprint);
    const std::optional<std::uint64_t> descriptor = image->address_of("confab_plugin");
    if (!descriptor)
        return refuse(
            "not a Confab plugin: it has no descriptor; does its source end with CONFAB_PLUGIN(Class)?");
    try {
        return Reader(*image, *descriptor).run();
    } catch (const Unreadable& e) {
        return refuse(std::string(e.what()) + "; build it again with this SDK");
    }
}

Result<PluginDescription> read_description(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error) return Error(Errc::not_found, file.string() + ": cannot be read (" + error.message() + ")");
    if (size > kLargestFile) return Error(Errc::unsupported, file.string() + ": too large for a plugin");
    std::string bytes(size, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!in) return Error(Errc::not_found, file.string() + ": cannot be read");
    return read_description(bytes, file.string());
}

}  // namespace confab::core
