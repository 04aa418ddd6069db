#include "core/plugin/library.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>

#include <fstream>
#include <iterator>

#include "core/plugin/elf_image.hpp"
#include "core/plugin/gates.hpp"
#include "core/plugin/library_copies.hpp"

namespace confab::core {

struct Library::Handle {
    explicit Handle(std::filesystem::path copy_in) : copy(std::move(copy_in)) {}
    ~Handle() {
        std::error_code ignored;
        std::filesystem::remove(copy, ignored);
    }
    std::filesystem::path copy;
    boost::dll::shared_library library;
};

namespace {

// The two reasons for which glibc keeps a library show in its symbols.
std::string why_mapped(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const Result<ElfImage> image = ElfImage::parse(bytes);
    if (!image) return image.error().context();
    std::string names;
    for (const std::string& symbol : image->unique_symbols()) names += (names.empty() ? "" : ", ") + symbol;
    if (!names.empty()) return "unique symbols pin it (hide them, as confab_add_plugin does): " + names;
    if (image->imports("__cxa_thread_atexit") || image->imports("__cxa_thread_atexit_impl"))
        return "a thread has a thread_local object of it to destroy";
    return "another library, or dlopen, holds it";
}

bool is_mapped(const std::string& path) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.find(path) != std::string::npos) return true;
    return false;
}

}  // namespace

std::string_view host_fingerprint() {
    return CONFAB_DETAIL_TEXT(CONFAB_DETAIL_FINGERPRINT);
}

Library::Library(std::filesystem::path file, std::unique_ptr<Handle> handle,
                 const PluginDescriptor* descriptor)
    : file_(std::move(file)), handle_(std::move(handle)), descriptor_(descriptor) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

const std::filesystem::path& Library::copy() const noexcept {
    return handle_->copy;
}

void Library::park() {
    // Reachable, so no leak; never destroyed, so never unmapped.
    static auto* const parked = new std::vector<boost::dll::shared_library>();
    if (handle_ && !parked_) parked->push_back(handle_->library);
    parked_ = true;
}

std::string Library::unmap() {
    const std::filesystem::path copy = handle_->copy;
    handle_->library.unload();
    if (!is_mapped(copy.string())) return {};
    return "the library is still mapped: " + why_mapped(copy);
}

Result<Library> Library::load(const std::filesystem::path& file) {
    const auto refuse = [&](const std::string& why) {
        return Error(Errc::unsupported, file.string() + ": " + why);
    };
    // First the copy: what is checked is what is loaded, whoever writes to the file meanwhile.
    Result<std::filesystem::path> copied = copy_of(file);
    if (!copied) return copied.error();
    auto handle = std::make_unique<Handle>(std::move(*copied));
    std::vector<std::string> symbols;
    try {
        symbols = boost::dll::library_info(handle->copy).symbols();
    } catch (const std::exception& e) {
        return refuse(std::string("not a shared library that can be read (") + e.what() +
                      "); build it again with confab_add_plugin()");
    }
    const std::string fingerprint = check_fingerprint(symbols, host_fingerprint());
    if (!fingerprint.empty()) return refuse(fingerprint);

    const PluginDescriptor* descriptor = nullptr;
    try {
        // Bound now, so that a missing symbol is found here and not in a handler; local, so that plugins
        // cannot see each other; never deepbind: it would give the plugin its own copy of what it must share.
        handle->library.load(handle->copy,
                             boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
        descriptor = &handle->library.get<const PluginDescriptor>("confab_plugin");
    } catch (const std::exception& e) {
        const std::string what = e.what();
        const bool no_execution = what.find("failed to map segment") != std::string::npos;
        return refuse("the loader refused it (" + what + "); " +
                      (no_execution ? "set TMPDIR to a folder from which programs may run"
                                    : "build it again with this SDK, and check its own libraries with ldd"));
    }
    const std::string fields = check_descriptor(*descriptor, host_fingerprint());
    if (!fields.empty()) return refuse(fields);
    return Library(file, std::move(handle), descriptor);
}

}  // namespace confab::core
