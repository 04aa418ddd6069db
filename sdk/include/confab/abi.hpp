#pragma once
/// The binary contract between a host and a plugin: visibility, and the fingerprint of everything that must
/// agree on both sides for the C++ types of this SDK to mean the same thing.

#include <boost/version.hpp>
#include <version>

#if !defined(__GLIBCXX__)
#error "Confab supports libstdc++ only: host and plugins exchange its types. Build with -stdlib=libstdc++."
#endif
#if defined(_GLIBCXX_DEBUG)
#error "_GLIBCXX_DEBUG changes the layout of containers: build without it (_GLIBCXX_ASSERTIONS is fine)."
#endif

/// Marks what crosses a shared-library boundary; everything else is hidden.
#define CONFAB_API __attribute__((visibility("default")))

namespace confab::inline v1 {

/// Changes with every incompatible change of this SDK. Additions do not change it.
inline constexpr unsigned kApiVersion = 1;

}  // namespace confab::inline v1

#define CONFAB_DETAIL_TAG3(api, lib, abi, boost) \
    confab_abi_##api##_libstdcxx##lib##_cxx11abi##abi##_boost##boost
#define CONFAB_DETAIL_TAG2(api, lib, abi, boost) CONFAB_DETAIL_TAG3(api, lib, abi, boost)
#define CONFAB_DETAIL_TEXT2(x) #x
#define CONFAB_DETAIL_TEXT(x) CONFAB_DETAIL_TEXT2(x)
// The *name* of an exported symbol carries the fingerprint, so it can be read from the file's symbol table
// before any code of the file runs. It names the standard library and Boost, not the compiler: measured, a
// g++ host and clang plugins work together.
#define CONFAB_DETAIL_FINGERPRINT \
    CONFAB_DETAIL_TAG2(1, _GLIBCXX_RELEASE, _GLIBCXX_USE_CXX11_ABI, BOOST_VERSION)
