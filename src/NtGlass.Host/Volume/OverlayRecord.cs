namespace NtGlass.Host;

/// <summary>What a line of the journal says about a path.</summary>
enum OverlayRecordKind
{
    /// <summary>The entry is there and is as the record says.</summary>
    Node,

    /// <summary>The entry is not there any more.</summary>
    Gone,

    /// <summary>The entry, with all below it, is now at another path.</summary>
    Move,
}

/// <summary>One change of the overlay, as a line of text; names hold no control characters, so tabs part the fields.</summary>
sealed record OverlayRecord(OverlayRecordKind Kind, string Path)
{
    const string None = "-";

    /// <summary>Where a <see cref="OverlayRecordKind.Move"/> leads.</summary>
    public string? Target { get; init; }

    public bool IsFolder { get; init; }

    /// <summary>The entry beneath the overlay that the node stands for.</summary>
    public string? BasePath { get; init; }

    public long? ContentId { get; init; }

    public FileAttributes Attributes { get; init; }

    public VolumeTimes Times { get; init; }

    public override string ToString() => Kind switch
    {
        OverlayRecordKind.Gone => $"gone\t{Path}",
        OverlayRecordKind.Move => $"move\t{Path}\t{Target}",
        _ => string.Join('\t', IsFolder ? "folder" : "file", Path, BasePath ?? None, ContentId?.ToString("x") ?? None, ((int)Attributes).ToString("x"),
            Times.Creation, Times.LastAccess, Times.LastWrite, Times.Change),
    };

    /// <summary>Null when the line is none that this version writes.</summary>
    public static OverlayRecord? Parse(string line)
    {
        string[] fields = line.Split('\t');
        return fields switch
        {
            ["gone", string path] => new(OverlayRecordKind.Gone, path),
            ["move", string path, string target] => new(OverlayRecordKind.Move, path) { Target = target },
            ["file" or "folder", .., _] when fields.Length == 9 => ParseNode(fields),
            _ => null,
        };
    }

    static OverlayRecord? ParseNode(string[] fields)
    {
        long? contentId = null;
        if (fields[3] != None)
        {
            if (!long.TryParse(fields[3], System.Globalization.NumberStyles.HexNumber, null, out long id)) return null;
            contentId = id;
        }
        if (!int.TryParse(fields[4], System.Globalization.NumberStyles.HexNumber, null, out int attributes)) return null;
        long[] times = new long[4];
        for (int index = 0; index < times.Length; index++)
            if (!long.TryParse(fields[5 + index], out times[index])) return null;
        return new(OverlayRecordKind.Node, fields[1])
        {
            IsFolder = fields[0] == "folder",
            BasePath = fields[2] == None ? null : fields[2],
            ContentId = contentId,
            Attributes = (FileAttributes)attributes,
            Times = new(times[0], times[1], times[2], times[3]),
        };
    }
}
