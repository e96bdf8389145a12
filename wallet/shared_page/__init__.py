"""The page that every reader gets, made in one place: audiences, model, composition, preview image."""
