using System.Text.Json;
using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>The userland commands and the choice of a userland, without a network.</summary>
public sealed class UserlandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void NothingInstalledIsSaid()
    {
        CliResult result = Run("userland", "list");
        Assert.Equal((0, $"No userland is installed in {folder.Path}/cache/ntglass/userland; 'ntglass userland install' installs wine-10.0.\n", ""), result.Parts);
        Assert.Equal(0, JsonDocument.Parse(Run("userland", "list", "--json").Output).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("remove")]
    public void WhatIsNotThereIsNamed(string command)
    {
        CliResult result = Run("userland", command, "../x");
        Assert.Equal((17, "", $"ntglass: there is no userland '../x' in {folder.Path}/cache/ntglass/userland; 'ntglass userland list' shows what is there\n"), result.Parts);
    }

    [Fact]
    public void WrongHashIsOneLine()
    {
        File.WriteAllText(folder.File("x.deb"), "x");
        CliResult result = Run("userland", "install", "--deb", "x.deb");
        Assert.Equal((17, "", "ntglass: x.deb is none of libwine 10.0~repack-6 (i386), libz-mingw-w64 1.3.1+dfsg-2 (all): its SHA-256 is "
            + "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\n"), result.Parts);
        Assert.Empty(Directory.GetDirectories(folder.File("cache/ntglass/userland")));
    }

    [Fact]
    public void CacheThatCannotBeWrittenIsOneLine()
    {
        File.WriteAllText(folder.File("cache"), "");
        CliResult result = Run("userland", "install");
        Assert.Equal(15, result.ExitCode);
        Assert.StartsWith($"ntglass: {folder.Path}/cache/ntglass/userland cannot be used: ", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void FailureOfAptIsToldInItsWords()
    {
        Tool("apt-get", "echo 'W: something' >&2; echo 'E: Could not resolve the host' >&2; exit 100");
        CliResult result = RunWithTools("userland install");
        Assert.Equal((17, "", "ntglass: apt-get: E: Could not resolve the host; 'ntglass userland install --help' tells other ways\n"), result.Parts);
    }

    [Fact]
    public void MachineWithoutAptIsTold()
    {
        CliResult result = RunWithTools("userland install");
        Assert.Equal((17, "", "ntglass: there is no apt-get on this machine; 'ntglass userland install --help' tells other ways\n"), result.Parts);
    }

    [Fact]
    public void InterruptedDownloadLeavesNothing()
    {
        Tool("apt-get", "case \"$*\" in indextargets*) echo http://near/debian bookworm main;; *update*) echo started > started; sleep 60;; esac");
        string line = "(for turn in {1..300}; do compgen -G 'cache/ntglass/userland/.installing-*/download/started' >/dev/null && break; sleep 0.1; done; "
            + "kill -INT $(cat pid)) & echo $$ > pid; exec ${ntglass[@]} userland install";
        CliResult result = CliProcess.Shell(folder.Path, Environment(line));
        Assert.Equal((130, "", "ntglass: interrupted; nothing was changed\n"), result.Parts);
        Assert.Empty(Directory.GetDirectories(folder.File("cache/ntglass/userland")));
    }

    [Fact]
    public void ProgramThatNeedsMoreThanBuiltinSaysWhatAndHow()
    {
        CopyWith("hello.exe", "KERNEL32.dll", "USER32.dll\0\0");
        CliResult result = RunWithTools("run hello.exe");
        Assert.Equal((17, ""), (result.ExitCode, result.Output));
        Assert.Matches("^ntglass: hello.exe needs USER32.dll; installing wine-10.0 \\(LGPL-2.1-or-later, 99 MB from Debian's archive\\), this once\n"
            + "ntglass: there is no apt-get on this machine; 'ntglass userland install --help' tells other ways\n$", result.Errors);
    }

    [Fact]
    public void DllThatNoUserlandHasIsNamedWithItsImporter()
    {
        CopyWith("hello.exe", "KERNEL32.dll", "KERNELXX.dll");
        CliResult result = RunWithTools("run hello.exe");
        Assert.Equal((11, "", "ntglass: hello.exe needs KERNELXX.dll, which is not there; put the DLL beside the program\n"), result.Parts);
    }

    [Theory]
    [InlineData("windows", "it is builtin, wine or a folder with Windows' DLLs")]
    [InlineData(".", "there is no ntdll.dll in this folder")]
    public void WrongUserlandIsSaid(string userland, string reason)
    {
        CliResult result = Run("run", "--userland", userland, GuestPrograms.Sample("hello"));
        Assert.Equal((2, "", $"ntglass: --userland {userland}: {reason}\n"), result.Parts);
    }

    [Fact]
    public void UnknownCommandIsNamed()
    {
        Assert.Equal((2, "", "ntglass: there is no command 'instal'\nTry 'ntglass userland --help'.\n"), Run("userland", "instal").Parts);
        Assert.Equal((2, "", "ntglass: a command is missing\nTry 'ntglass userland --help'.\n"), Run("userland").Parts);
    }

    public void Dispose() => folder.Dispose();

    CliResult Run(params string[] arguments) => CliProcess.Shell(folder.Path, $"XDG_CACHE_HOME=$PWD/cache \"${{ntglass[@]}}\" {string.Join(' ', arguments.Select(argument => $"'{argument}'"))}");

    /// <summary>Runs it with no other tools than those of <see cref="Tool"/>.</summary>
    CliResult RunWithTools(string arguments) => CliProcess.Shell(folder.Path, Environment($"exec ${{ntglass[@]}} {arguments}"));

    string Environment(string line)
    {
        Directory.CreateDirectory(folder.File("tools"));
        return "export XDG_CACHE_HOME=$PWD/cache; ntglass[0]=$(command -v dotnet); for tool in sh sleep cat; do [[ -e tools/$tool ]] || ln -s $(command -v $tool) tools/$tool; done; "
            + $"chmod +x tools/*; export PATH=$PWD/tools; {line}";
    }

    void Tool(string name, string script)
    {
        Directory.CreateDirectory(folder.File("tools"));
        File.WriteAllText(folder.File($"tools/{name}"), $"#!/bin/sh\n{script}\n");
    }

    void CopyWith(string name, string text, string other)
    {
        byte[] program = File.ReadAllBytes(GuestPrograms.Sample(Path.GetFileNameWithoutExtension(name)));
        int at = program.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text));
        System.Text.Encoding.ASCII.GetBytes(other).CopyTo(program, at);
        File.WriteAllBytes(folder.File(name), program);
    }
}
