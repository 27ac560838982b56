using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>Copies what the guest made or changed to <c>folder/work/a.txt</c> for <c>C:\work\a.txt</c>.</summary>
sealed class VolumeExport(GuestVolume volume, string hostFolder)
{
    readonly byte[] buffer = new byte[1 << 20];

    public ExportReport Run()
    {
        List<ExportedFile> files = [];
        foreach (VolumeChange change in volume.Changes().Where(change => change.Kind != VolumeChangeKind.Deleted && !change.IsOnHost))
        {
            volume.Find(volume.Root, change.Path[2..], out VolumeLookup lookup);
            if (lookup.Node is { } node) Export(node, change.Path, files);
        }
        return new(files);
    }

    // A renamed folder is exported with all in it, whether the guest changed that or not.
    void Export(VolumeNode node, string guestPath, List<ExportedFile> files)
    {
        string target = Path.Join([hostFolder, .. node.Names]);
        if (files.Exists(file => file.HostPath == target)) return;
        files.Add(CopyOne(node, guestPath, target));
        if (node.IsFolder && node.Base is not null)
            foreach (VolumeNode child in volume.List(node)) Export(child, guestPath + '\\' + child.Name, files);
    }

    ExportedFile CopyOne(VolumeNode node, string guestPath, string target)
    {
        try
        {
            string parent = Directory.CreateDirectory(node.IsFolder ? target : Path.GetDirectoryName(target)!).FullName;
            string? real = HostPath.Real(parent), root = HostPath.Real(hostFolder);
            if (real is null || root is null || !HostPath.IsInside(root, real))
                return new(guestPath, target, ExportOutcome.Refused, "a link leads out of the folder");
            if (node.IsFolder) return new(guestPath, target, ExportOutcome.Written);
            if (HostFileStatus.Of(target) is not null)
                return IsSame(node, target)
                    ? new(guestPath, target, ExportOutcome.Same)
                    : new(guestPath, target, ExportOutcome.Refused, "another file is there");
            return Copy(node, target) is { IsSuccess: false } status
                ? new(guestPath, target, ExportOutcome.Failed, status.ToString())
                : new(guestPath, target, ExportOutcome.Written);
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return new(guestPath, target, ExportOutcome.Failed, exception.Message);
        }
    }

    NtStatus Copy(VolumeNode node, string target)
    {
        using SafeFileHandle file = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        for (long offset = 0; ;)
        {
            NtStatus status = node.Read(offset, buffer, out int count);
            if (!status.IsSuccess || count == 0) return status;
            RandomAccess.Write(file, buffer.AsSpan(0, count), offset);
            offset += count;
        }
    }

    bool IsSame(VolumeNode node, string target)
    {
        if (HostFileStatus.Of(target) is not { Kind: HostFileKind.File } status || status.Length != node.Length) return false;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; ;)
        {
            if (!node.Read(offset, buffer, out int count).IsSuccess) return false;
            if (count == 0) break;
            hash.AppendData(buffer, 0, count);
            offset += count;
        }
        using FileStream file = File.OpenRead(target);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(SHA256.HashData(file));
    }
}
