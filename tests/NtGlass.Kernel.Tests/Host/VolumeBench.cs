using System.Text;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>A volume with one mounted folder, and short ways to use it.</summary>
sealed class VolumeBench : IDisposable
{
    public VolumeBench(TemporaryFolder work, bool writable = false, string? sandbox = null, string? sandboxes = null, long limit = 1 << 30) =>
        Volume = new GuestVolume(
            new VolumeOptions
            {
                SystemFiles = new Dictionary<string, ReadOnlyMemory<byte>> { [@"C:\WINDOWS\system32\ntdll.dll"] = "MZ"u8.ToArray() },
                Mounts = [new VolumeMount(work.Path, @"C:\work", writable)],
                Sandbox = sandbox,
                SandboxesFolder = sandboxes ?? "",
                SpaceLimit = limit,
            },
            new VirtualClock());

    public GuestVolume Volume { get; }

    public IEnumerable<string> Changes => Volume.Changes().Select(change =>
        $"{change.Kind} {change.Path}{(change.From is null ? "" : $" from {change.From}")}{(change.IsOnHost ? " on host" : "")}");

    public NtStatus Find(string path, out VolumeNode? node)
    {
        NtStatus status = Volume.Find(Volume.Root, path, out VolumeLookup lookup);
        node = lookup.Node;
        return status;
    }

    public VolumeNode Node(string path)
    {
        Assert.Equal(NtStatus.Success, Find(path, out VolumeNode? node));
        return node!;
    }

    public VolumeNode Create(string path, string text = "", bool isFolder = false)
    {
        Assert.Equal(NtStatus.ObjectNameNotFound, Volume.Find(Volume.Root, path, out VolumeLookup lookup));
        Assert.Equal(NtStatus.Success, Volume.Create(lookup.Folder!, lookup.Name, isFolder, 0, out VolumeNode? node));
        if (text.Length > 0) Write(path, text);
        return node!;
    }

    public void Write(string path, string text)
    {
        VolumeNode node = Node(path);
        Assert.Equal(NtStatus.Success, node.SetLength(0));
        Assert.Equal(NtStatus.Success, node.Write(0, Encoding.UTF8.GetBytes(text)));
        node.Release();
    }

    public string Read(string path)
    {
        VolumeNode node = Node(path);
        byte[] bytes = new byte[node.Length];
        Assert.Equal(NtStatus.Success, node.Read(0, bytes, out int count));
        node.Release();
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    public void Rename(string from, string to, bool replace = false)
    {
        Volume.Find(Volume.Root, to, out VolumeLookup target);
        Assert.Equal(NtStatus.Success, Volume.Rename(Node(from), target.Folder!, target.Name, replace));
    }

    public string[] List(string path) => [.. Volume.List(Node(path)).Select(node => node.Name)];

    public void Dispose() => Volume.Dispose();
}
