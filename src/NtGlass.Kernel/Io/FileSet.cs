namespace NtGlass.Kernel;

/// <summary>What NtSetInformationFile takes for each class.</summary>
static class FileSet
{
    /// <summary>The classes that can be set.</summary>
    public static InformationRule? RuleOf(FileInformationClass infoClass) => infoClass switch
    {
        FileInformationClass.Basic => new(0x28, FileRights.WriteAttributes),
        FileInformationClass.Rename or FileInformationClass.RenameEx => new(0x10, FileRights.Delete),
        FileInformationClass.Link or FileInformationClass.LinkEx => new(0x10, 0),
        FileInformationClass.Disposition => new(1, FileRights.Delete),
        FileInformationClass.DispositionEx => new(4, FileRights.Delete),
        FileInformationClass.Position => new(8, 0),
        FileInformationClass.Mode => new(4, 0),
        FileInformationClass.Allocation or FileInformationClass.EndOfFile or FileInformationClass.ValidDataLength => new(8, FileRights.WriteData),
        FileInformationClass.Pipe => new(8, FileRights.WriteAttributes),
        FileInformationClass.PipeRemote => new(0x10, FileRights.WriteAttributes),
        FileInformationClass.MailslotSet => new(4, FileRights.WriteAttributes),
        FileInformationClass.Completion or FileInformationClass.ReplaceCompletion => new(8, 0),
        FileInformationClass.ShortName => new(8, FileRights.Delete),
        FileInformationClass.IoCompletionNotification or FileInformationClass.IoPriorityHint => new(4, 0),
        _ => null,
    };
}
