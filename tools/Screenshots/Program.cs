using Affluence.Screenshots;

return await ScreenshotsCommand.RunAsync(args);
