#!/usr/bin/env python3
"""A certificate for another name, and one of an unknown authority: the adapter must not register on either."""

from real import CHANNEL, HOST_NAME, Authority, Case, Inspircd, Program, Workspace, build_folder, need, run_cases


def main():
    need("openssl")
    space = Workspace()
    authority = Authority(space)
    stranger = Authority(space, "stranger.test.local")
    real = Inspircd(space, authority)
    common = ["server=127.0.0.1", f"port={real.tls_port}", f"channels={CHANNEL}"]
    for name, options in {
        "another name": [f"server_name=other.test.local", f"ca_file={authority.ca}"],
        "an unknown authority": [f"server_name={HOST_NAME}", f"ca_file={stranger.ca}"],
        "the system's authorities": [f"server_name={HOST_NAME}"],
    }.items():
        adapter = Program(space, [build_folder() / "tests/irc_probe", "adapter", *common, *options])
        reason = adapter.says("state lost")
        assert "insecure" in reason or "certificate" in reason, reason
        assert not any("ready" in line for line in adapter.lines), adapter.lines
        adapter.process.terminate()
        print(f"refused, {name}: {reason}")


if __name__ == "__main__":
    run_cases([Case("an unverified server is refused", main, alone=True)])
