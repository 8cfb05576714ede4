"""What is expected of acts: which are closed in any case, which end the process, and which stay open in which level.

Whatever is named nowhere here succeeds without a sandbox and is refused with one.
"""

from __future__ import annotations

ENDS: dict[str, tuple[str, dict[str, int]]] = {
    "enter_by_old_gate": ("worker.signal", {"signal": 31}),
    "open_socket_by_old_gate": ("worker.signal", {"signal": 31}),
    "enter_by_x32": ("worker.signal", {"signal": 31}),
}
"""Acts for which a confined process is ended, with the reason that the check gives."""

OPEN_AT_B: dict[str, str] = {
    # Landlock grants and refuses to open a file, not to ask about it. Bubblewrap hides the file itself.
    "stat_secret": "metadata",
    "access_secret": "metadata, where the file may be read by all",
    "stat_by_path_descriptor": "metadata",
    "read_link": "metadata",
    "guess_names": "metadata",
    "growth_of_run": "metadata, where the run folder may be entered",
    "see_process": "metadata in /proc",
    "owner_of_process": "metadata in /proc",
}
"""Acts that may succeed in level B, and why; none of them reads a byte of a file or changes anything."""

OPEN_AT_A: dict[str, str] = {
    "open_own_descriptor": "what the worker itself has written, read again",
}
"""Acts that may succeed in every level."""

NEVER_OPEN: dict[str, str] = {
    "find_descriptors": "descriptors are closed by the engine in any level",
    "find_copies_of_protocol": "descriptors are closed by the engine in any level",
    "write_to_input": "descriptor 0 is opened for reading only",
    "inject_keys": "no descriptor is a terminal",
    "steal_terminal": "no descriptor is a terminal",
    "open_controlling_terminal": "the engine starts a session without a terminal",
    "start_session": "the engine has started one",
    "change_group": "the engine has started a session",
    "keep_groups": "the engine, or the test itself, has left them",
    "change_memory_map": "the kernel wants a right for it, and then better arguments",
    "find_by_path": "editable installs lie beside sys.path; wheels would be found",
    "find_in_modules": "the zygote imports no course (R10)",
    **dict.fromkeys(
        (
            "find_by_finders",
            "find_by_editable_finders",
            "import_hidden_checks",
            "import_oracle",
            "import_public_checks",
            "import_solutions",
            "import_wrong_twins",
            "list_packages",
            "load_entry_points",
            "read_by_resources",
        ),
        "the zygote forgets the finders of editable installs before it forks; wheels would be found",
    ),
    "find_source_in_modules": "the zygote imports no course (R10)",
    "find_in_objects": "the zygote holds no course (R10)",
    "find_judge_in_objects": "the zygote is no judge (R10)",
    "find_in_frames": "checks run in another process",
    "find_in_memory": "the zygote never reads a solution (R10)",
    "find_environment_on_stack": "the zygote is started with an environment of ours",
    "read_environment": "the engine empties it in any level",
    "read_arguments": "the zygote's arguments are two numbers and a word",
    "raise_memory_limit": "soft and hard limit are one in any level; root could raise it by number",
    "raise_process_limit": "the engine sets it in any level",
    "allow_core_files": "the engine sets it in any level",
    "have_core_files": "the engine sets it in any level",
    "have_soft_limits_only": "the engine sets them in any level",
    "take_tensors": "the engine limits memory in any level",
    "take_bytes": "the engine limits memory in any level",
    "take_one_block": "the engine limits memory in any level",
    "take_shared_mapping": "the engine limits memory in any level",
    "take_unreserved_mapping": "the engine limits memory in any level",
    "take_program_break": "the engine limits memory in any level",
    "run_data_loader_worker": "the worker loads by itself in any level",
    "run_os_system": "the worker answers itself in any level; run_library_system asks the C library",
    "thread_of_torch": "the worker keeps torch at one thread in any level",
}
"""Acts that fail without any sandbox, as root and as a user, and so show nothing of it; each shows what it says."""

MISSING_HERE = frozenset({
    "enter_by_x32", "allow_ports", "allow_one_port", "map_shadow_stack", "load_module", "load_module_by_descriptor",
    "unload_module", "load_next_kernel", "load_next_kernel_by_descriptor", "take_huge_pages", "open_kernel_crypto",
    "open_ping_socket", "allow_tracers", "read_kernel_core", "open_magic_keys", "load_old_library", "read_raw_disk",
    "read_physical_memory", "connect_tcp_v6", "open_virtual_machine", "open_tunnel", "open_user_file_system",
    "read_kernel_log", "count_performance", "ask_quota", "account_processes", "make_protection_key",
    "list_security_modules", "list_mounts", "use_of_page_cache", "take_secret_memory", "read_control_groups",
    "change_mode_by_fchmodat2", "add_swap", "remove_swap", "run_setuid_program", "open_vsock", "read_keys",
})  # fmt: skip
"""Acts that reach for what not every kernel or machine has; they too are refused with a sandbox."""
