using NtGlass.Cli;

return CommandLine.Run(args);
