namespace NtGlass.Host;

/// <summary>A file of a named sandbox that is always written as a whole: what stood in it is there until the new content is.</summary>
public sealed class StateFile(string path)
{
    public string Path => path;

    public bool Exists => File.Exists(path);

    /// <summary>The content, or null where there is none yet.</summary>
    /// <exception cref="VolumeException">The file cannot be read.</exception>
    public byte[]? Read()
    {
        try
        {
            return Exists ? File.ReadAllBytes(path) : null;
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            throw new VolumeException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <exception cref="VolumeException">The file cannot be written; its content is as before.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        string next = path + ".new";
        try
        {
            using (FileStream stream = new(next, FileMode.Create, FileAccess.Write))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            throw new VolumeException($"'{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
