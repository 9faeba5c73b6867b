SELECT current_setting('data_directory') || '/kahuna-aurora.pem'
