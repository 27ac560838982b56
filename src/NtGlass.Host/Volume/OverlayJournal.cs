using System.Text;

namespace NtGlass.Host;

/// <summary>The journal of a named sandbox: each change is one appended line, so that a run that breaks off loses at most the last.</summary>
sealed class OverlayJournal : IDisposable
{
    const string Header = "ntglass sandbox 1";

    static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    readonly string path;
    FileStream? stream;

    public OverlayJournal(string path) => this.path = path;

    /// <summary>What earlier runs left. A last line without its end was being written when a run broke off, and is no record.</summary>
    /// <exception cref="VolumeException">The file is not a journal of this version.</exception>
    public IReadOnlyList<OverlayRecord> Load()
    {
        if (!File.Exists(path)) return [];
        string text = File.ReadAllText(path, Encoding);
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) return [];
        if (lines[0] != Header) throw new VolumeException($"'{path}' is not a sandbox of this version");
        return [.. lines.Skip(1).Select(line => OverlayRecord.Parse(line)
            ?? throw new VolumeException($"'{path}' is damaged at the line '{line}'"))];
    }

    /// <summary>Replaces the journal by the shortest one that says the same; other changes are appended after it.</summary>
    public void Rewrite(IEnumerable<OverlayRecord> records)
    {
        stream?.Dispose();
        string next = path + ".new";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write))
        {
            using StreamWriter writer = new(file, Encoding, leaveOpen: true);
            writer.Write(Header + "\n");
            foreach (OverlayRecord record in records) writer.Write(record + "\n");
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
        stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Append(OverlayRecord record) =>
        (stream ?? throw new InvalidOperationException("the journal is not open")).Write(Encoding.GetBytes(record + "\n"));

    public void Dispose() => stream?.Dispose();
}
