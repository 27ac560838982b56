using NtGlass.Install;
using NtGlass.Install.Store;

namespace NtGlass.Cli.Userlands;

/// <summary>Installs a userland for the user, with its progress on a terminal, and says in one line what kept it from being installed.</summary>
static class UserlandInstallation
{
    const string OtherWays = "'ntglass userland install --help' tells other ways";

    /// <summary><c>ntglass userland install</c>.</summary>
    public static int Install(IReadOnlyList<string> debs, string? folder) => Guarded(cancellation =>
    {
        bool isGiven = debs.Count > 0 || folder is not null;
        UserlandStore store = UserlandStore.Default;
        string name = UserlandRelease.Wine.Name;
        if (!isGiven && store.FindSystemFolder(name) is not null && !Verification.Problems(store.PathOf(name), cancellation).Any())
        {
            Console.WriteLine($"{name} is installed in {store.PathOf(name)}");
            return ExitCode.Finished;
        }
        InstalledUserland installed = WithProgress(store, installer => isGiven ? installer.FromFiles(debs, folder) : installer.FromArchive(), cancellation);
        Console.WriteLine($"installed {installed.Name} ({installed.License}): {installed.Files} files, {UserlandListing.Size(installed.Bytes)}, in {installed.Path}");
        return ExitCode.Finished;
    });

    /// <summary>The system folder of a release for a program that needs it; fetches it when it is not there.</summary>
    /// <exception cref="UserError">It cannot be had.</exception>
    public static string Provide(UserlandRelease release, string reason)
    {
        UserlandStore store = UserlandStore.Default;
        if (store.FindSystemFolder(release.Name) is string folder) return folder;
        Console.Error.WriteLine($"ntglass: {reason}; installing {release.Name} ({release.License}, {UserlandListing.Size(release.DownloadBytes)} from Debian's archive), this once");
        string? provided = null;
        int code = Guarded(cancellation =>
        {
            provided = WithProgress(store, installer => installer.Provide(), cancellation);
            return ExitCode.Finished;
        });
        return provided ?? throw new UserError(code, "interrupted");
    }

    /// <summary>Runs a command on the store; Ctrl+C cancels it, and what the host refuses becomes one line.</summary>
    public static int Guarded(Func<CancellationToken, int> command)
    {
        using var interruption = new Cancellation();
        try
        {
            return command(interruption.Token);
        }
        catch (OperationCanceledException)
        {
            throw new UserError(ExitCode.Interrupted, "interrupted; nothing was changed");
        }
        catch (UserlandException error)
        {
            string hint = error.Problem == UserlandProblem.Unavailable ? $"; {OtherWays}" : "";
            throw new UserError(error.Problem == UserlandProblem.Host ? ExitCode.HostFile : ExitCode.Userland, error.Message + hint);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(ExitCode.HostFile, $"{UserlandStore.Default.Folder} cannot be used: {error.Message}");
        }
    }

    public static void SayWaiting() => Console.Error.WriteLine("ntglass: waiting for another installation");

    static T WithProgress<T>(UserlandStore store, Func<UserlandInstaller, T> install, CancellationToken cancellation) =>
        ProgressBar.Run(report => install(new UserlandInstaller(store, UserlandRelease.Wine, report, cancellation)));
}
