using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What NtQueryInformationFile takes for each class, and what it tells without asking the device.</summary>
static class FileQuery
{
    const uint IoPriorityNormal = 2;

    /// <summary>The classes that can be asked for.</summary>
    public static InformationRule? RuleOf(FileInformationClass infoClass) => infoClass switch
    {
        FileInformationClass.Basic => new(0x28, FileRights.ReadAttributes),
        FileInformationClass.Standard => new(0x18, 0),
        FileInformationClass.Internal => new(8, 0),
        FileInformationClass.Ea or FileInformationClass.Access or FileInformationClass.Mode or FileInformationClass.Alignment => new(4, 0),
        FileInformationClass.Name or FileInformationClass.AlternateName or FileInformationClass.NormalizedName => new(8, 0),
        FileInformationClass.VolumeName => new(8, 0),
        FileInformationClass.Position => new(8, 0),
        FileInformationClass.All => new(0x68, FileRights.ReadAttributes),
        FileInformationClass.Stream => new(0x20, 0),
        FileInformationClass.Pipe => new(8, FileRights.ReadAttributes),
        FileInformationClass.PipeLocal => new(0x28, FileRights.ReadAttributes),
        FileInformationClass.PipeRemote => new(0x10, FileRights.ReadAttributes),
        FileInformationClass.MailslotQuery => new(0x18, FileRights.ReadAttributes),
        FileInformationClass.Compression => new(0x10, 0),
        FileInformationClass.NetworkOpen => new(0x38, FileRights.ReadAttributes),
        FileInformationClass.AttributeTag => new(8, FileRights.ReadAttributes),
        FileInformationClass.IoCompletionNotification or FileInformationClass.IoPriorityHint => new(4, 0),
        FileInformationClass.HardLink => new(8, 0),
        FileInformationClass.IsRemoteDevice => new(1, 0),
        FileInformationClass.StandardLink => new(0xC, 0),
        FileInformationClass.RemoteProtocol => new(0x74, 0),
        FileInformationClass.Id => new(0x18, 0),
        FileInformationClass.Stat => new(0x48, FileRights.ReadAttributes),
        FileInformationClass.CaseSensitive => new(4, FileRights.ReadAttributes),
        _ => null,
    };

    /// <summary>The answer in full; the caller's buffer may hold only a part of it.</summary>
    /// <returns>STATUS_SUCCESS, or what the device says.</returns>
    public static NtStatus Answer(FileObject file, uint grantedAccess, FileInformationClass infoClass, out byte[] answer)
    {
        byte[]? known = infoClass switch
        {
            FileInformationClass.Access => Dword(grantedAccess),
            FileInformationClass.Mode => Dword((uint)(file.Options & CreateOptions.Mode)),
            FileInformationClass.Alignment => Dword(0),
            FileInformationClass.IoCompletionNotification => Dword(file.CompletionFlags),
            FileInformationClass.IoPriorityHint => Dword(IoPriorityNormal),
            FileInformationClass.IsRemoteDevice => [0],
            FileInformationClass.VolumeName => Name(file.Device.Header.FullName),
            _ => null,
        };
        if (known is null) return file.Device.Query(file, grantedAccess, infoClass, out answer);
        answer = known;
        return NtStatus.Success;
    }

    /// <summary>FILE_NAME_INFORMATION.</summary>
    public static byte[] Name(string path)
    {
        byte[] characters = Encoding.Unicode.GetBytes(path);
        return new GuestRecord(4 + characters.Length).Set(0, (uint)characters.Length).Set(4, characters).Bytes;
    }

    public static byte[] Dword(uint value) => new GuestRecord(4).Set(0, value).Bytes;
}
