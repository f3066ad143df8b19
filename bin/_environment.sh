# Sourced by bin/serve and bin/test, from the project's folder: makes .venv and installs into it.
# Says in plain Chinese what is missing. Everything may be killed half-way and run again.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say ""
    say "无法继续：$1"
    shift
    for line in "$@"; do say "  $line"; done
    exit 1
}

# A command by that name can exist and still not run (pyenv's shims), so it is asked.
is_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11 python3.14 python /usr/bin/python3; do
        if is_python "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# What the venv was made from and what was installed, so that a change of either is noticed.
wanted_stamp() {
    "$1" - "${@:2}" <<'PY'
import hashlib, pathlib, sys
text = b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])
print(*sys.version_info[:2], hashlib.sha256(text).hexdigest())
PY
}

check_writable() {
    local probe=".write-probe.$$"
    if ! (: >"$probe") 2>/dev/null; then
        fail "目录 $PWD 不能写入。" "请换一个有写权限的目录，或者用有权限的用户运行。"
    fi
    rm -f -- "$probe"
}

# Where the database, the key and the collected files are kept.
check_var() {
    local path
    mkdir -p var 2>/dev/null || fail "目录 $PWD/var 不能建立。" "请换一个有写权限的目录，或者用有权限的用户运行。"
    for path in var var/db.sqlite3 var/secret_key var/static; do
        if [[ -e "$path" && ! -w "$path" ]]; then
            fail "$PWD/$path 不能写入。" "请改正它的权限，或者用有权限的用户运行。"
        fi
    done
}

# Moved away first, so that a kill half-way leaves no environment rather than half of one.
discard_venv() {
    mkdir -p var
    rm -rf var/discarded
    [[ ! -e .venv ]] || mv .venv var/discarded
    rm -rf var/discarded
}

make_venv() {
    local python="$1" package
    package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        fail "这台机器的 Python 缺少 venv 模块。" "Debian、Ubuntu 请以管理员身份运行：apt-get install $package" "然后再运行一次本命令。"
    fi
    say "正在建立 Python 环境（.venv）……"
    discard_venv
    "$python" -m venv .venv || fail "建立 Python 环境失败，原因见上面几行。" "请检查磁盘空间，然后再运行一次本命令。"
}

# prepare_environment FILE: .venv holds what FILE asks for. Quick when it already does.
prepare_environment() {
    local wanted="$1" files=(requirements.txt) python stamp failed=
    [[ "$wanted" == requirements.txt ]] || files+=("$wanted")
    local stamp_file=".venv/.installed-${wanted%.txt}"
    if [[ -e .venv/.installing ]]; then
        say "上次安装没有完成，重新安装。"
        discard_venv
    fi
    if is_python .venv/bin/python; then
        stamp="$(wanted_stamp .venv/bin/python "${files[@]}")"
        [[ "$(cat "$stamp_file" 2>/dev/null)" != "$stamp" ]] || return 0
    fi
    check_writable
    # Without pip inside, an earlier run was stopped half-way: begin again.
    if ! is_python .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        python="$(find_python)" || fail "没有找到 Python 3.11 或更新的版本。" \
            "Debian 12、Ubuntu 24.04 请以管理员身份运行：apt-get install python3 python3-venv" "然后再运行一次本命令。"
        make_venv "$python"
    fi
    say "正在安装所需的软件包，首次需要一两分钟……"
    : >.venv/.installing
    # Bytecode is compiled now, whatever the shell says, or every start would compile again.
    env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pip install --disable-pip-version-check --compile \
        --progress-bar on -r "$wanted" || failed=yes
    rm -f .venv/.installing
    [[ -z "$failed" ]] ||
        fail "安装软件包失败，原因见上面几行。" "请检查网络（或 pip 的镜像设置），然后再运行一次本命令。"
    wanted_stamp .venv/bin/python "${files[@]}" >"$stamp_file"
    # What tests need includes what the site needs.
    wanted_stamp .venv/bin/python requirements.txt >.venv/.installed-requirements
}
