using System.Globalization;

namespace NtGlass.Install.Packages;

/// <summary>Fetches packages with apt, whose state for this lies in a folder of ours: the machine's configuration is read and never changed.</summary>
sealed class AptDownload(string folder, string suite, CancellationToken cancellationToken)
{
    const string ProgressMark = "dlstatus:";

    /// <summary>Downloads the packages into the folder; their files are named as Debian names them.</summary>
    /// <exception cref="UserlandException">There is no apt, no network, or the archive has other versions.</exception>
    public IReadOnlyList<string> Fetch(IReadOnlyList<DebPackage> packages, Action<string, double> progress)
    {
        if (!HostTool.Exists("apt-get")) throw new UserlandException(UserlandProblem.Unavailable, "there is no apt-get on this machine");
        Prepare(AptRepository.Find(cancellationToken));
        Run(["update", "-o", "APT::Update::Error-Mode=any"], done => progress("asking the archive", done));
        Run(["download", .. packages.Select(package => $"{package.Name}={package.Version}")], done => progress("downloading", done));
        return [.. packages.Select(package => Downloaded(package))];
    }

    string State(string name) => Path.Join(folder, "apt", name);

    void Prepare(string address)
    {
        Directory.CreateDirectory(State("lists/partial"));
        Directory.CreateDirectory(State("cache/archives/partial"));
        // The packages' SHA-256 values prove them; the machine need not know the key of this suite.
        File.WriteAllText(State("sources.list"), $"deb [trusted=yes] {address} {suite} main\n");
        File.WriteAllText(State("status"), "");
    }

    void Run(IReadOnlyList<string> words, Action<double> progress)
    {
        using HostTool apt = HostTool.Start("sh", ["-c", "cd \"$1\" && shift && exec apt-get \"$@\"", "sh", folder, .. Options(), .. words], cancellationToken);
        foreach (string line in apt.ReadLines())
        {
            if (!line.StartsWith(ProgressMark, StringComparison.Ordinal)) continue;
            string[] fields = line.Split(':');
            if (fields.Length > 2 && double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)) progress(percent / 100);
        }
        if (apt.Finish(cancellationToken) is string failure) throw new UserlandException(UserlandProblem.Unavailable, $"apt-get {words[0]} failed ({failure})");
    }

    IEnumerable<string> Options()
    {
        string[] options =
        [
            "APT::Architecture=i386", "APT::Architectures::=i386", "APT::Status-Fd=1", "APT::Sandbox::User=root", "Acquire::Languages=none", "Acquire::Retries=2",
            "Acquire::http::Timeout=20", "Acquire::https::Timeout=20", "Dir::Etc::SourceParts=-", "Dir::Etc::Preferences=-", "Dir::Etc::PreferencesParts=-",
            $"Dir::State={State("")}", $"Dir::State::Lists={State("lists")}", $"Dir::State::status={State("status")}", $"Dir::Cache={State("cache")}",
            $"Dir::Etc::SourceList={State("sources.list")}",
        ];
        return ["-q", .. options.SelectMany(option => new[] { "-o", option })];
    }

    string Downloaded(DebPackage package)
    {
        string path = Path.Join(folder, $"{package.Name}_{package.Version.Replace(":", "%3a", StringComparison.Ordinal)}_{package.Architecture}.deb");
        return File.Exists(path) ? path : throw new UserlandException(UserlandProblem.Unavailable, $"apt-get did not download {package.Name} {package.Version}");
    }
}
