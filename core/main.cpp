#include "core/app/cli.hpp"

int main(int argc, char** argv) {
    return confab::core::run_cli(argc, argv);
}
