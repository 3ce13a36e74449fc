using Affluence.Standalone;

return await StandaloneCommand.RunAsync(args);
