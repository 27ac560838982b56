using System.Text.Json;
using NtGlass.Install;
using NtGlass.Install.Store;

namespace NtGlass.Cli.Userlands;

/// <summary>What <c>ntglass userland list</c>, <c>verify</c> and <c>remove</c> print.</summary>
static class UserlandListing
{
    public static int List(bool isJson) => UserlandInstallation.Guarded(_ =>
    {
        UserlandStore store = UserlandStore.Default;
        InstalledUserland[] installed = [.. store.List()];
        if (isJson) Console.WriteLine(JsonSerializer.Serialize(installed, ManifestJson.Default.InstalledUserlandArray));
        else if (installed.Length == 0) Console.WriteLine($"No userland is installed in {store.Folder}; 'ntglass userland install' installs {UserlandRelease.Wine.Name}.");
        foreach (InstalledUserland one in isJson ? [] : installed)
            Console.WriteLine($"{one.Name}  version {one.Version}  {one.Files} files  {Size(one.Bytes)}  {one.License}  {one.Path}");
        return ExitCode.Finished;
    });

    public static int Verify(string name) => UserlandInstallation.Guarded(cancellation =>
    {
        string folder = Installed(name);
        string[] problems = [.. Verification.Problems(folder, cancellation)];
        foreach (string problem in problems) Console.WriteLine(problem);
        if (problems.Length > 0) throw new UserError(ExitCode.Userland, $"{name} in {folder} is damaged; 'ntglass userland install' installs it anew");
        Console.WriteLine($"{name}: {Manifest.Read(folder).Files.Count} files are as they were installed");
        return ExitCode.Finished;
    });

    public static int Remove(string name) => UserlandInstallation.Guarded(cancellation =>
    {
        UserlandStore store = UserlandStore.Default;
        Installed(name);
        RemovedUserland removed = store.Remove(name, UserlandInstallation.SayWaiting, cancellation) ?? throw NotInstalled(name, store);
        Console.WriteLine($"removed {removed.Name}: {removed.Files} files, {Size(removed.Bytes)}, from {removed.Path}");
        return ExitCode.Finished;
    });

    public static string Size(long bytes) => bytes < 1 << 20 ? $"{(bytes + 1023) >> 10} KB" : $"{bytes >> 20} MB";

    static string Installed(string name)
    {
        UserlandStore store = UserlandStore.Default;
        bool isName = name.Length > 0 && name[0] != '.' && !name.Contains('/');
        return isName && Directory.Exists(store.PathOf(name)) ? store.PathOf(name) : throw NotInstalled(name, store);
    }

    static UserError NotInstalled(string name, UserlandStore store) => new(ExitCode.Userland, $"there is no userland '{name}' in {store.Folder}; 'ntglass userland list' shows what is there");
}
