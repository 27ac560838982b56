using NtGlass.Cli.Sessions;

namespace NtGlass.Cli.Commands;

/// <summary><c>ntglass run</c>: runs a program; its console is the user's.</summary>
sealed class RunCommand : GuestCommand
{
    public RunCommand()
        : base("run", "Run a Windows program; its console is yours")
    {
        SetAction(result =>
        {
            using GuestRun run = GuestRun.Start(Read(result));
            return run.ToEnd();
        });
    }

    public override IReadOnlyList<string> Examples =>
    [
        "ntglass run hello.exe",
        "ntglass run --export out samples/createfile.exe",
        "ntglass run --mount /data=C:\\data:rw --exit-code guest tool.exe /v C:\\data\\in.txt",
    ];
}
