#include "core/plugin/library.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>

#include "core/plugin/gates.hpp"

namespace confab::core {

struct Library::Handle {
    boost::dll::shared_library library;
};

std::string_view host_fingerprint() {
    return CONFAB_DETAIL_TEXT(CONFAB_DETAIL_FINGERPRINT);
}

Library::Library(std::filesystem::path file, std::unique_ptr<Handle> handle,
                 const PluginDescriptor* descriptor)
    : file_(std::move(file)), handle_(std::move(handle)), descriptor_(descriptor) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

void Library::park() {
    // Reachable, so no leak; never destroyed, so never unmapped.
    static auto* const parked = new std::vector<boost::dll::shared_library>();
    if (handle_) parked->push_back(handle_->library);
}

Result<Library> Library::load(const std::filesystem::path& file) {
    const auto refuse = [&](const std::string& why) {
        return Error(Errc::unsupported, file.string() + ": " + why);
    };
    std::vector<std::string> symbols;
    try {
        symbols = boost::dll::library_info(file).symbols();
    } catch (const std::exception& e) {
        return refuse(std::string("not a shared library that can be read (") + e.what() +
                      "); build it again with confab_add_plugin()");
    }
    const std::string fingerprint = check_fingerprint(symbols, host_fingerprint());
    if (!fingerprint.empty()) return refuse(fingerprint);

    auto handle = std::make_unique<Handle>();
    const PluginDescriptor* descriptor = nullptr;
    try {
        // Bound now, so that a missing symbol is found here and not in a handler; local, so that plugins
        // cannot see each other; never deepbind: it would give the plugin its own copy of what it must share.
        handle->library.load(file, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
        descriptor = &handle->library.get<const PluginDescriptor>("confab_plugin");
    } catch (const std::exception& e) {
        return refuse(std::string("the loader refused it (") + e.what() +
                      "); build it again with this SDK, and check its own libraries with ldd");
    }
    const std::string fields = check_descriptor(*descriptor, host_fingerprint());
    if (!fields.empty()) return refuse(fields);
    return Library(file, std::move(handle), descriptor);
}

}  // namespace confab::core
